"""A command line for each command that is not a verb on an entry; a test types them all."""

from collections.abc import Mapping
from types import MappingProxyType

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "calendar add": "ledger calendar add 2027 --doc 〔2026〕1号 --holiday 2027-01-01..2027-01-03",
        "calendar days": "ledger calendar days 2024-09-24 10 --explain",
        "calendar set": "ledger calendar set 2025 holidays+=2025-10-09",
        "calendar show": "ledger calendar show 2024",
        "campaign add": "ledger campaign add ZX-2024-02 耕地占补平衡专项整治",
        "campaign set": "ledger campaign set ZX-2024-01 name=工程建设领域专项治理",
        "check": "ledger check --select LG5",
        "checkpoint": "ledger checkpoint",
        "completion": "ledger completion bash",
        "deadline": "ledger deadline 10个工作日内 --from 2024-09-25",
        "duty add": "ledger duty add 检查 --held-by JGJW --every 每月 --from 2024-01-01",
        "duty end": "ledger duty end 1 --until 2024-12-31",
        "duty handover": "ledger duty handover 1 --to JGJW",
        "duty set": "ledger duty set 1 at_least=2",
        "explain": "ledger explain LG501",
        "hooks install": "ledger hooks install",
        "hooks merge": "ledger hooks merge base.yaml ours.yaml theirs.yaml ledgers/ZG-2024/ZG-2024-031.yaml",
        "init": "ledger init 省厅 --unit 'JGDW 机关党委' --as jgdw-clerk --email a@b.example --name 总台账",
        "join": "ledger join 共享台账.git 我的台账",
        "list": "ledger list --status doing",
        "me": "ledger me jgdw-clerk",
        "new": "ledger new ZX-2024 --kind rectification --title 专项治理台账",
        "notices": "ledger notices --type 督办函",
        "person add": "ledger person add zfj-clerk --unit GDBH --role clerk --email c@b.example",
        "person handover": "ledger person handover gdbh-clerk --email c@b.example",
        "person leave": "ledger person leave gdbh-clerk --until 2024-12-31",
        "person move": "ledger person move gdbh-clerk jgjw-clerk --unit JGJW --role clerk --owner jgdw-clerk",
        "person set": "ledger person set gdbh-clerk name=耕地保护处经办人",
        "plan add": "ledger plan add ZT-2024 攻坚行 --under GH-14 --year 2024",
        "plan set": "ledger plan set GH-14 until=2025-12-31",
        "policy set": "ledger policy set near=20,10,5",
        "renumber": "ledger renumber ZG-2024-031",
        "audit": "ledger audit",
        "history": "ledger history ZG-2024-031",
        "resolve": "ledger resolve",
        "report": "ledger report rollup --by ledger",
        "schema": "ledger schema entry",
        "seal": "ledger seal JL-2024 --doc 整改办〔2024〕9号",
        "share": "ledger share ../共享台账.git",
        "show": "ledger show ZG-2024-031",
        "undo": "ledger undo --yes",
        "unit add": "ledger unit add ZFJ 执法局 --under JGDW --alias 执法监察局",
        "unit handover": "ledger unit handover GDBH --to JGDW -r 划转 --approved-by JGJW -w 纪要〔2024〕4号",
        "unit merge": "ledger unit merge GDBH --into JGDW -r 机构改革 --approved-by JGJW -w 编办〔2024〕8号",
        "unit rename": "ledger unit rename GDBH 耕地保护监督处",
        "unit set": "ledger unit set GDBH aliases+=耕保处室",
    }
)


def example_of(name: str) -> str:
    """A line that types the command `name`; its bare name where that says enough."""
    return EXAMPLES.get(name, f"ledger {name}")
