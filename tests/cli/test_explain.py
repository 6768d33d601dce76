"""`ledger explain`: on the command line, and of an entry."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.cli.office import HEAD, LEADER, Office

ID = "ZG-2024-001"
TASK = "RW-2024-001"


@pytest.fixture
def busy(office: Office) -> Office:
    """A rectification that was begun, with a measure, an extension that was asked for, and no evidence."""
    words = ("-u", "GDBH", "-d", "2024-06-30", "-m", "摸排", "-m", "处置", "--set", "acceptance_unit=JGJW")
    office.ok("add", "ZG-2024", "清查闲置土地", *words, today="2024-03-01")
    office.ok("start", ID, today="2024-03-04")
    return office


def facts(office: Office, *arguments: str, today: str = "2024-06-01") -> Mapping[str, Any]:
    """What `explain` says of one entry, as data."""
    (row,) = json.loads(office.ok("explain", "--format", "json", *arguments, today=today))["rows"]
    assert isinstance(row, dict)
    return row


# --- on the command line ------------------------------------------------------------------------


def test_a_rule_a_verb_a_field_and_a_status_need_no_book(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office.monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))
    for word in ("LG501", "lg501", "close", "销号", "due", "时限", "submitted", "已申请销号", "unit add"):
        assert office("explain", word, today=None).code == 0
    assert "too-little-evidence" in office.ok("explain", "LG501", today=None)
    assert office("explain", "31", today=None).code == 3


def test_several_are_explained_one_after_the_other(office: Office) -> None:
    out = office.ok("explain", "LG501", "submitted")
    assert out.index("LG501") < out.index("────") < out.index("submitted\n")
    assert "Add a unit." in office.ok("explain", "unit", "add")


def test_alone_it_says_what_can_be_asked(office: Office) -> None:
    out = office.ok("explain")
    assert {"LG501-LG509", "submit", "check", "submitted", "due"} <= set(out.replace(",", " ").split())


def test_a_word_that_is_none_is_an_error_with_the_nearest(office: Office) -> None:
    answer = office("explain", "evidense")
    assert (answer.code, answer.out) == (2, "")
    assert "evidence" in answer.err
    assert office("explain", "LG999").code == 2
    assert "there is no rule LG999" in office("explain", "LG999").err
    assert office("explain", "ZG-2024-999").code == 1
    assert office("explain", "LG501", "--format", "xml").code == 2


def test_the_beginning_of_a_code_lists_the_rules_that_have_it(office: Office) -> None:
    out = office.ok("explain", "lg5")
    assert "LG501  Done was claimed with less evidence" in out
    assert "LG601" not in out


def test_no_name_at_all_is_an_error(office: Office) -> None:
    assert office("explain", " ").code == 2
    assert "NAME is empty" in office("explain", "").err


def test_json_and_markdown(office: Office) -> None:
    whole = json.loads(office.ok("explain", "LG501", "close", "due", "--format", "json"))
    assert whole["schema"] == "cleanledger/explain-1"
    assert [(row["what"], row["name"]) for row in whole["rows"]] == [
        ("rule", "LG501"),
        ("verb", "close"),
        ("command", "due"),
        ("field", "due"),
    ]
    rule, close, *_rest = whole["rows"]
    assert rule["can_be_accepted"]
    assert rule["severity"] == "error"
    assert rule["example"][-1].endswith("# LG501")
    assert {"verb", "kind", "from", "to"} - {"verb"} <= set(close["moves"][0])
    assert office.ok("explain", "LG501", "--format", "markdown").startswith("# LG501 too-little-evidence")


def test_a_rule_says_whether_it_can_be_accepted(office: Office) -> None:
    assert "366 days" in office.ok("explain", "LG304")
    assert "never" in office.ok("explain", "LG701")
    assert "only of an entry" in office.ok("explain", "LG903")


# --- an entry -----------------------------------------------------------------------------------


def test_an_overdue_entry_says_why_and_since_when(busy: Office) -> None:
    found = facts(busy, ID, today="2024-07-10")
    assert (found["signal"], found["days"], found["status"], found["since"]) == (
        "red",
        10,
        "doing",
        "2024-03-04",
    )
    out = busy.ok("explain", ID, today="2024-07-10")
    assert "10 days overdue" in out
    assert "doing since 2024-03-04: start by jgdw-clerk" in out


@pytest.mark.parametrize("verb", ["submit", "verify", "close"])
def test_what_a_step_lacks_is_what_its_command_is_refused_for(verb: str, busy: Office) -> None:
    words = {"submit": ("-n", "已办"), "verify": ("--opinion", "属实"), "close": ("--opinion", "同意")}
    (step,) = (each for each in facts(busy, ID)["steps"] if each["verb"] == verb)
    email = HEAD if verb == "verify" else LEADER if verb == "close" else "clerk@a.example"
    said = busy.refused(verb, ID, *words[verb], email=email)
    assert [each["message"] for each in step["lacks"]] == [
        line.split(" ", 3)[3] for line in said.splitlines() if line.startswith("  LG")
    ]
    assert step["lacks"]


def test_who_can_take_a_step_is_who_may_type_it(busy: Office) -> None:
    steps = {each["verb"]: each["by"] for each in facts(busy, ID)["steps"]}
    assert steps == {
        "submit": ["jgdw-clerk", "gdbh-clerk"],
        "verify": ["jgjw-head"],
        "close": ["jgjw-head", "leader"],
    }
    busy.ok("person", "add", "zfj-clerk", "--unit", "JGJW", "--role", "clerk")
    busy.ok("person", "add", "watcher", "--unit", "JGDW", "--role", "auditor")
    assert {each["verb"]: each["by"] for each in facts(busy, ID)["steps"]} == steps


def test_an_entry_that_lacks_nothing_says_so_and_is_then_done(busy: Office) -> None:
    for number in ("1", "2"):
        busy.ok("measure", ID, number)
    busy.ok("evidence", ID, "--ref", "档案1")
    assert facts(busy, ID)["steps"][0]["lacks"] == []
    assert "nothing is lacking; says: note" in busy.ok("explain", ID)
    busy.ok("submit", ID, "-n", "已办")
    found = facts(busy, ID, today="2024-06-11")
    assert (found["signal"], found["days"], found["since"]) == ("waiting", 10, "2024-06-01")
    assert [each["verb"] for each in found["steps"]] == ["verify", "close"]
    # Who submitted it neither verifies nor closes it.
    assert [each["by"] for each in found["steps"]] == [["jgjw-head"], ["jgjw-head", "leader"]]
    busy.ok("return", ID, "-r", "佐证不全", email=HEAD)
    assert facts(busy, ID)["returned"]["reason"] == "佐证不全"
    assert "given back" in busy.ok("explain", ID)


def test_the_deadline_says_who_moved_it(busy: Office) -> None:
    busy.ok("extend", ID, "--to", "2024-09-30", "-r", "权属争议", "--date", "2024-05-20")
    found = facts(busy, ID)
    assert (found["asked"]["to"], found["moved"]) == ("2024-09-30", [])
    assert "asked on 2024-05-20 for 2024-09-30: not answered yet" in busy.ok("explain", ID)
    busy.ok("extend", ID, "--to", "2024-09-30", "--approved-by", "leader", "--doc", "批3号")
    found = facts(busy, ID)
    assert (found["due_first"], found["due"], found["asked"]) == ("2024-06-30", "2024-09-30", None)
    (moved,) = found["moved"]
    assert (moved["was"], moved["now"], moved["approved_by"]) == ("2024-06-30", "2024-09-30", "leader")
    assert "2024-06-30 → 2024-09-30" in busy.ok("explain", ID)
    busy.ok("extend", ID, "--to", "2024-12-31", "-r", "仍有争议")
    busy.ok("extend", ID, "--to", "2024-12-31", "--refused-by", "leader", "--doc", "批4号", "-r", "不充分")
    assert facts(busy, ID)["refused"]["reason"] == "不充分"


def test_overdue_measures_are_named(busy: Office) -> None:
    path = busy.folder / "ledgers" / "ZG-2024" / f"{ID}.yaml"
    path.write_text(path.read_text("utf-8").replace("text: 摸排", "text: 摸排, due: 2024-05-01"), "utf-8")
    found = facts(busy, ID)
    assert found["overdue_measures"] == [1]
    assert "measure 1 (due 2024-05-01): 摸排" in busy.ok("explain", ID)


def test_findings_and_what_was_accepted_are_shown(busy: Office) -> None:
    path = busy.folder / "ledgers" / "ZG-2024" / f"{ID}.yaml"
    text = path.read_text("utf-8").replace("text: 摸排", "text: 摸排, due: 2024-12-01")
    path.write_text(text, "utf-8")
    (finding,) = facts(busy, ID)["findings"]
    assert (finding["code"], finding["severity"], finding["accepted"]) == ("LG304", "warning", False)
    assert finding["hint"] in busy.ok("explain", ID)
    accepted = (
        "accepted:\n  - {code: LG304, reason: 分两批, by: jgjw-head, date: 2024-05-01, until: 2024-08-31}\n"
    )
    path.write_text(text.replace("status:", f"{accepted}status:"), "utf-8")
    found = facts(busy, ID)
    assert (found["findings"][0]["accepted"], found["accepted"][0]["stands"]) == (True, True)
    assert "until 2024-08-31" in busy.ok("explain", ID)
    assert facts(busy, ID, today="2024-09-01")["accepted"][0]["stands"] is False


def test_of_a_past_day_only_what_was_is_told(busy: Office) -> None:
    found = facts(busy, ID, today="2024-02-01")
    assert (found["status"], found["steps"], found["possible"]) == (None, [], [])
    assert "not shown" in busy.ok("explain", ID, today="2024-03-02")
    # What has happened since then lies in no future.
    assert facts(busy, ID, today="2024-03-02")["findings"] == []


def test_a_file_without_a_log_is_explained(office: Office) -> None:
    path = office.folder / "ledgers" / "RW-2024" / f"{TASK}.yaml"
    path.write_text(f"kind: task\nid: {TASK}\ntitle: 清查\nlead_unit: GDBH\ndue: 2024-12-31\n", "utf-8")
    found = facts(office, TASK)
    assert (found["status"], found["due"], found["since"]) == ("open", "2024-12-31", None)
    assert [each["code"] for each in found["steps"][0]["lacks"]] == ["LG501"]


def test_a_file_that_cannot_be_read_is_shown_with_what_is_wrong(busy: Office) -> None:
    path = busy.folder / "ledgers" / "ZG-2024" / f"{ID}.yaml"
    path.write_text(path.read_text("utf-8").replace("due: 2024-06-30\n", "due: 2024-06-31\n"), "utf-8")
    assert "LG105" in busy.refused("explain", ID)


def test_every_kind_of_entry_is_explained(office: Office) -> None:
    for ledger, kind, more in (
        ("FX-2024", "risk", ("-u", "GDBH")),
        ("QZ-2024", "power", ("-u", "GDBH")),
        ("ZS-2024", "directive", ()),
    ):
        office.ok("new", ledger, "--kind", kind, "--title", "清单")
        office.ok("add", ledger, "一项", *more)
        found = facts(office, f"{ledger}-001")
        assert found["kind"] == kind
        assert found["steps"] == []
        assert "set" in found["possible"]


def test_an_entry_is_explained_on_one_screen(busy: Office) -> None:
    assert len(busy.ok("explain", ID).splitlines()) <= 24
