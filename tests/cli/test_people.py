"""Who holds a post: handed over, left, moved; one human has one key, and yesterday's acts stay theirs."""

import json

import pytest

from tests.cli.office import CLERK, HEAD, UNIT_CLERK, Office

ADD = ("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-12-31")


def line_of(office: Office, post: str) -> str:
    text = (office.folder / "ledgers/units.yaml").read_text("utf-8")
    return next(line.strip() for line in text.splitlines() if f"code: {post}," in line)


def holders(office: Office, day: str) -> dict[str, str | None]:
    listed = json.loads(office.ok("person", "list", "--format", "json", today=day))
    return {row["post"]: row["email"] for row in listed["rows"]}


def test_a_post_is_handed_over_from_a_day_on(office: Office) -> None:
    office.ok(*ADD, email=UNIT_CLERK)
    office.ok("人员", "交接", "gdbh-clerk", "--email", "new@a.example", "--from", "2024-06-02")
    found = [holders(office, day)["gdbh-clerk"] for day in ("2024-06-01", "2024-06-02")]
    assert found == [UNIT_CLERK, "new@a.example"]
    assert "clean" in office.ok("check", "--strict", today="2024-06-02")
    office.ok("progress", "RW-2024-001", "过半", email="new@a.example", today="2024-06-02")
    office.refused("progress", "RW-2024-001", "又过半", email=UNIT_CLERK, today="2024-06-02")


def test_an_office_may_plan_a_handover(office: Office) -> None:
    office.ok("person", "handover", "leader", "--email", "next@a.example", "--from", "2024-09-01")
    assert holders(office, "2024-06-01")["leader"] != "next@a.example"


def test_who_acted_after_they_left_is_found_before_it_is_written(office: Office) -> None:
    office.ok(*ADD, email=UNIT_CLERK)
    said = office.refused("person", "leave", "gdbh-clerk", "--until", "2024-05-31")
    assert "LG204 RW-2024-001: nobody held the post gdbh-clerk on 2024-06-01" in said


def test_the_same_human_under_another_address_keeps_one_key(office: Office) -> None:
    office.ok("person", "handover", "jgjw-head", "--email", "head@b.example", "--same")
    line = line_of(office, "jgjw-head")
    assert f"{{email: {HEAD}, key: p-001, until: 2024-05-31}}" in line
    assert "{key: p-001, email: head@b.example, from: 2024-06-01}" in line
    assert "clean" in office.ok("check", "--strict")


def test_a_post_of_nobody_in_particular_is_taken_without_unmaking_the_past(office: Office) -> None:
    office.ok("person", "add", "gdbh-head", "--unit", "GDBH", "--role", "approver")
    office.ok("person", "handover", "gdbh-head", "--email", "h@a.example")
    assert "holders: [{until: 2024-05-31}, {email: h@a.example, from: 2024-06-01}]" in line_of(
        office, "gdbh-head"
    )


def test_leaving_says_what_is_still_owned(office: Office) -> None:
    office.ok(*ADD, "--owner", "gdbh-clerk")
    said = office.ok("person", "leave", "gdbh-clerk")
    assert "gdbh-clerk: vacant after 2024-06-01" in said
    assert "1 open entries name it as owner: RW-2024-001" in said
    assert "ledger person handover gdbh-clerk --email" in said


def test_who_leaves_passes_what_they_own_to_another(office: Office) -> None:
    office.ok("person", "add", "gdbh-clerk-2", "--unit", "GDBH", "--role", "clerk", "--email", "2@a.example")
    office.ok(*ADD, "--owner", "gdbh-clerk", "--date", "2024-05-01")
    leave = ("person", "leave", "gdbh-clerk", "--until", "2024-05-31")
    said = office.refused(*leave)
    assert "LG204 RW-2024-001: " in said
    assert "--owner POST" in said
    assert "LG709" in office.refused(*leave, "--owner", "jgjw-head")
    office.ok(*leave, "--owner", "gdbh-clerk-2")
    assert "did: set, field: owner, was: gdbh-clerk, now: gdbh-clerk-2}" in office.text("RW-2024-001")
    assert "Ledger-Entry: RW-2024-001" in office.git("log", "-1", "--format=%B")
    assert "clean" in office.ok("check", "--strict")


def test_who_moves_ends_here_and_begins_there_as_one_human(office: Office) -> None:
    office.ok("person", "move", "gdbh-clerk", "jgjw-clerk", "--unit", "机关纪委", "--name", "纪委经办人")
    assert f"{{email: {UNIT_CLERK}, key: p-001, until: 2024-05-31}}" in line_of(office, "gdbh-clerk")
    new = line_of(office, "jgjw-clerk")
    assert "name: 纪委经办人, unit: JGJW, roles: [clerk]" in new
    assert f"holders: [{{key: p-001, email: {UNIT_CLERK}, from: 2024-06-01}}]" in new
    assert "clean" in office.ok("check", "--strict")


def test_who_moves_into_a_post_that_is_there(office: Office) -> None:
    office.ok("person", "add", "jgjw-clerk", "--unit", "JGJW", "--role", "clerk")
    said = office.ok("person", "move", "gdbh-clerk", "jgjw-clerk")
    assert "gdbh-clerk → jgjw-clerk from 2024-06-01 on" in said
    assert holders(office, "2024-06-01")["jgjw-clerk"] == UNIT_CLERK


def test_a_key_that_is_there_is_used_and_a_new_one_is_the_next(office: Office) -> None:
    office.ok("person", "add", "a-one", "--unit", "GDBH", "--email", "x@a.example", "--key", "p-007")
    office.ok("person", "add", "a-two", "--unit", "JGJW", "--email", "X@a.example")
    assert "key: p-007" in line_of(office, "a-two")
    said = office.ok("person", "add", "second-clerk", "--unit", "GDBH", "--role", "clerk", "--email", CLERK)
    assert "one human, one key p-008: jgdw-clerk, second-clerk" in said
    assert "key: p-008" in line_of(office, "jgdw-clerk")
    assert "clean" in office.ok("check", "--strict")


def test_two_keys_of_one_human_are_made_one(office: Office) -> None:
    path = office.folder / "ledgers/units.yaml"
    text = path.read_text("utf-8").replace(f"{{email: {HEAD}}}", f"{{email: {HEAD}, key: a}}")
    path.write_text(text.replace("{email: leader@a.example}", f"{{email: {HEAD}, key: b}}"), "utf-8")
    assert "ledger person set POST key=a" in office("check").out
    office.ok("person", "set", "leader", "人员标识=a")
    assert "clean" in office.ok("check", "--strict")


def test_a_name_and_roles_are_set(office: Office) -> None:
    office.ok("person", "set", "jgjw-head", "岗位名称=纪委书记", "roles+=批准人")
    assert "roles: [reviewer, approver]" in line_of(office, "jgjw-head")
    assert "name: 纪委书记" in line_of(office, "jgjw-head")


def test_roles_that_past_acts_rest_on_cannot_be_taken_away(office: Office) -> None:
    office.ok(*ADD)
    office.ok("submit", "RW-2024-001", "-n", "已办", "--ref", "档1")
    office.ok("close", "RW-2024-001", "--opinion", "同意", "--actor", "jgjw-head", "--doc", "文1")
    said = office.refused("person", "set", "jgjw-head", "roles=clerk")
    assert "LG702 RW-2024-001: " in said
    assert "ledger person move" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add",), 2, "POST is missing"),
        (("add", "x-clerk"), 2, "--unit is missing"),
        (("handover", "gdbh-clerk"), 2, "--email is missing"),
        (("handover",), 2, "POST is missing"),
        (("leave", "nobody"), 1, "there is no post nobody"),
        (("leave", "gdbh-clerk", "--until", "soon"), 2, "is not a day"),
        (("move", "gdbh-clerk"), 2, "NEW is missing"),
        (("move", "gdbh-clerk", "new-clerk"), 2, "--unit is missing"),
        (("move", "gdbh-clerk", "leader", "--unit", "JGDW"), 2, "is there"),
        (("move", "gdbh-clerk", "leader"), 1, "LG908"),
        (("move", "gdbh-clerk", "Bad Post"), 2, "is not a post"),
        (("set", "gdbh-clerk", "unit=JGJW"), 2, "ledger person move"),
        (("set", "gdbh-clerk", "roles=king"), 2, "is not one of"),
        (("set", "gdbh-clerk", "key="), 2, "key=value"),
        (("add", "x-clerk", "--unit", "GDBH", "--email", HEAD, "--key", "k"), 0, ""),
    ],
)
def test_what_cannot_be_is_refused(office: Office, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = office.tree()
    answer = office("person", *arguments)
    assert (answer.code, said in answer.err) == (code, True), answer
    assert (office.tree() == before) is (code != 0)


def test_a_post_that_was_left_is_not_left_again(office: Office) -> None:
    office.ok("person", "leave", "leader", "--until", "2024-05-31")
    assert "nobody holds the post leader after 2024-06-01" in office.refused("person", "leave", "leader")
    office.ok("person", "handover", "leader", "--email", "next@a.example")
    assert holders(office, "2024-06-01")["leader"] == "next@a.example"
