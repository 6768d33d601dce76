"""The command line that `explain` shows for each verb does what the verb does."""

import shlex

import pytest

from cleanledger.model.lifecycle import MOVES, STATUSES_OF_KIND
from cleanledger.operations.examples import IDS, example_of
from cleanledger.operations.verbs import VERBS, Verb
from tests.cli.office import CLERK, HEAD, LEADER, Office

STANDING_FOR = {"reviewer": HEAD, "approver": LEADER, "": CLERK}
FIELDS = {
    "rectification": "acceptance_unit: JGJW\nstanding: true\nreview_every: 6 months\n",
    "task": "standing: true\nreview_every: 6 months\n",
    "risk": "leader: 分管副厅长\n",
    "record": "type: 研究\ndate: 2024-04-16\nheld_by: JGDW\n",
}
MILESTONE = "milestones:\n  - {title: 完成摸排, due: 2024-12-31}\n"  # LG304: due after the entry
MEASURES = "measures:\n  - {num: 1, text: 修订处置流程}\n"
DONE = MEASURES.replace("}", ", done_on: 2024-02-01}")
EVIDENCE = "evidence:\n  - {ref: 档案2024-1, date: 2024-02-05, by: jgdw-clerk, round: 1}\n"


def shown_in(line: str) -> tuple[str, str]:
    """The entry that a command line speaks of, and its kind."""
    entry_id = next(word for word in shlex.split(line) if word in IDS.values())
    return entry_id, next(kind for kind, each in IDS.items() if each == entry_id)


def source_of(kind: str, verb: str) -> str:
    """The furthest status from which an entry of `kind` can take `verb`."""
    move, first = MOVES.get((kind, verb)), "" if kind == "record" else "doing"
    return next((each for each in reversed(STATUSES_OF_KIND[kind]) if move and each in move.sources), first)


def put(office: Office, kind: str, entry_id: str, status: str, measures: str = DONE) -> None:
    """An entry of an older list, taken over in `status`, ready for its next step."""
    ledger = entry_id.rpartition("-")[0]
    cover = office.folder / "ledgers" / ledger / "ledger.yaml"
    if not cover.exists():
        office.ok("new", ledger, "--kind", kind, "--title", "清单", "--issued-on", "2024-01-02")
    taken = "{file: 旧表.xlsx, sha256: " + "ab" * 32 + ", date: 2024-01-02}"
    cover.write_text(cover.read_text("utf-8") + f"adopted_from: {taken}\n", "utf-8")
    counted = kind in ("task", "rectification")
    lines = [f"kind: {kind}\nid: {entry_id}\ntitle: 闲置土地处置程序不规范\n"]
    lines += ["lead_unit: GDBH\n"] if kind not in ("directive", "record") else []
    lines += ["due: 2024-06-30\n"] if counted else []
    lines += [FIELDS.get(kind, ""), MILESTONE if counted else ""]
    lines += [measures, EVIDENCE] if counted else []
    lines += [f"status: {status}\n"] if status else []
    due = ", due: 2024-06-30" if counted else ""
    began = f"did: adopt, status: {status}{due}" if status else "did: add"
    lines += [f"log:\n  - {{date: 2024-02-05, by: jgdw-clerk, {began}}}\n"]
    lines += ["  - {date: 2024-05-31, by: jgdw-clerk, did: progress, note: 已开展}\n"] if status else []
    path = office.folder / "ledgers" / ledger / f"{entry_id}.yaml"
    path.write_text("".join(lines), "utf-8")


BEGINNINGS = [verb for verb in VERBS.values() if verb.begins]
OTHERS = [verb for verb in VERBS.values() if not verb.begins]


@pytest.mark.parametrize("verb", BEGINNINGS, ids=lambda verb: verb.name)
def test_the_example_of_a_verb_that_begins_an_entry_makes_one(verb: Verb, office: Office) -> None:
    put(office, "rectification", IDS["rectification"], "doing")
    program, *arguments = shlex.split(example_of(verb))
    assert program == "ledger"
    entry_id, *_title = office.ok(*arguments).split()
    did = "adopt" if verb.name == "adopt" else "add"
    assert f"did: {did}" in office.text(entry_id)


@pytest.mark.parametrize("verb", OTHERS, ids=lambda verb: verb.name)
def test_the_example_of_a_verb_is_done(verb: Verb, office: Office) -> None:
    line = example_of(verb)
    entry_id, kind = shown_in(line)
    office.ok("person", "add", "jgdw-head", "--unit", "JGDW", "--role", "approver")
    measures = MEASURES if verb.name == "measure" else DONE
    put(office, kind, entry_id, source_of(kind, verb.name), measures)
    if entry_id != IDS["record"] and IDS["record"] in line:
        put(office, "record", IDS["record"], "")
    if "ZG-2025" in line:
        office.ok("new", "ZG-2025", "--kind", "rectification", "--title", "2025年整改台账")
    move = MOVES.get((kind, verb.name))
    before = office.text(entry_id)
    program, *arguments = shlex.split(line)
    assert program == "ledger"
    office.ok(*arguments, email=STANDING_FOR[move.role if move else ""])
    after = office.text(entry_id)
    assert f"did: {verb.name}" in after.removeprefix(before.partition("log:")[0]), after
    assert after != before


def test_an_example_is_made_of_what_its_line_must_say() -> None:
    assert (
        example_of(Verb("close", "", VERBS["close"].options)) == "ledger close ZG-2024-031 --opinion 同意销号"
    )
    assert example_of(Verb("retire", "", VERBS["return"].options)).startswith(
        "ledger retire FX-2024-011 --reason "
    )
