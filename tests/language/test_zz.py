import tests.language.test_count as t
from tests.language.subjects import SUBJECTS
import pytest, json
def test_x(heard):
    ours, said = t.own_messages(), t.looked_up(heard)
    out=sorted(f"{m}  [{t.where(m)}]" for m in ours-said-t.NOT_DRIVEN.keys())
    open("/tmp/und.txt","w").write("\n".join(x.replace("\n","\\n") for x in out)+f"\n{len(ours)} {len(ours&said)} {sorted(t.NOT_DRIVEN.keys()&said)}\n")
    from tests.language.collected import FAILURES, messages_of, of_command_lines
    open("/tmp/und2.txt","w").write("\n".join(t.not_said(heard,messages_of(FAILURES))+["--"]+t.not_said(heard,of_command_lines())))
