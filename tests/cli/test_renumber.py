"""`renumber`: another number, with evidence and references; no value changes, the old id still finds it."""

import json
from pathlib import Path

import pytest

from tests.cli.office import CLERK, HEAD, TODAY, UNIT_CLERK, Office

pytestmark = pytest.mark.needs("git")


def add(office: Office, ledger: str = "ZG-2024", *more: str) -> str:
    words = ("add", ledger, "闲置土地处置不规范", "-u", "GDBH", "-d", "2024-12-31", *more)
    return office.ok(*words).split()[0]


def closed(office: Office) -> str:
    """An entry with evidence that has ended."""
    entry = add(office, "ZG-2024", "--set", "acceptance_unit=JGJW")
    (office.folder / "佐证.txt").write_text("已办\n", encoding="utf-8")
    office.ok("submit", entry, "-n", f"已完成，见{entry}", "-e", "佐证.txt", email=UNIT_CLERK)
    office.ok("verify", entry, "--opinion", "属实", email=HEAD)
    office.ok("close", entry, "--opinion", "同意", email=HEAD)
    return entry


def test_the_file_moves_and_nothing_in_it_changes_but_the_id(office: Office) -> None:
    entry = add(office)
    before = office.text(entry)
    assert office.ok("renumber", entry).splitlines()[0] == f"{entry} is now ZG-2024-002  闲置土地处置不规范"
    after = office.text("ZG-2024-002")
    assert after == before.replace(f"id: {entry}", "id: ZG-2024-002").replace(
        "status: open", f"aliases: [{entry}]\nstatus: open"
    )
    assert not (office.folder / f"ledgers/ZG-2024/{entry}.yaml").exists()
    assert office.git("show", "--format=%s%n%b", "--name-only", "--no-renames", "HEAD").split() == [
        *("改号", entry, "ZG-2024-002"),
        *("Ledger-Entry:", "ZG-2024-002", "Ledger-Entry:", entry, "Ledger-Action:", "renumber"),
        *(f"ledgers/ZG-2024/{entry}.yaml", "ledgers/ZG-2024/ZG-2024-002.yaml"),
    ]
    assert office.git("status", "--porcelain") == ""
    assert "clean" in office.ok("check", "--strict")


@pytest.mark.parametrize("asked", ["ZG-2024-001", "zg-2024-1", "1", "ZG-2024-040", "40"])
def test_both_ids_find_it(office: Office, asked: str) -> None:
    add(office)
    office.ok("renumber", "1", "--to", "40")
    shown = json.loads(office.ok("show", asked, "--format", "json"))
    assert [row["id"] for row in shown["rows"]] == ["ZG-2024-040"]
    office.ok("progress", asked, "已起草")
    assert "已起草" in office.text("ZG-2024-040")


def test_what_is_only_written_like_a_former_id_finds_nothing(office: Office) -> None:
    add(office, "ZG-2024", "--set", "detail=aliases: [ZG-2024-077]")
    assert "there is no entry" in office.refused("progress", "ZG-2024-077", "x")


def test_evidence_moves_along_and_is_the_same(office: Office) -> None:
    entry = closed(office)
    content = (office.folder / f"ledgers/evidence/{entry}/佐证.txt").read_bytes()
    before = office.text(entry)
    office.ok("renumber", entry, "--to", "7")
    after = office.text("ZG-2024-007")
    assert (office.folder / "ledgers/evidence/ZG-2024-007/佐证.txt").read_bytes() == content
    assert not (office.folder / f"ledgers/evidence/{entry}").exists()
    assert f"evidence/{entry}/" not in after
    assert after.count("evidence/ZG-2024-007/佐证.txt") == before.count(f"evidence/{entry}/佐证.txt") == 2
    # What somebody said stays as they said it.
    assert f"已完成，见{entry}" in after
    assert "clean" in office.ok("check", "--strict")


def test_whatever_refers_to_it_follows_and_keeps_its_words(office: Office) -> None:
    entry = closed(office)
    other = add(office, "RW-2024", "--set", f"related={entry}", "--set", f"title=承接{entry}")
    office.ok("set", other, f"related+={add(office)}")
    stranger = add(office, "RW-2024", "--set", "title=ZG-2024-0011")
    untouched = office.text(stranger)
    said = office.ok("renumber", entry, "--to", "90")
    assert other in said
    text = office.text(other)
    assert "related: [ZG-2024-090, ZG-2024-002]\n" in text
    assert f"title: 承接{entry}\n" in text
    assert "was: [ZG-2024-090], now: [ZG-2024-090, ZG-2024-002]" in text
    assert text.count("did: ") == 2
    assert office.text(stranger) == untouched
    assert "clean" in office.ok("check", "--strict")


def test_references_in_the_log_and_evidence_of_a_twin_follow(office: Office) -> None:
    """A twin keeps the evidence by its old path, and says where it came from."""
    entry = closed(office)
    folder = office.folder / "ledgers"
    old = folder / f"ZG-2024/{entry}.yaml"
    text = old.read_text("utf-8")
    # As `carry` and `adopt` leave the two.
    carried = text[: text.index("  - {date: 2024-06-01, by: jgjw-head, did: verify")]
    carried = carried.replace("status: closed", "status: carried")
    carried += "  - {date: 2024-06-01, by: jgdw-clerk, did: carry, to: ZG-2025-001}\n"
    old.write_text(carried, "utf-8")
    office.ok("new", "ZG-2025", "--kind", "rectification", "--title", "次年", "--issued-on", "2024-01-02")
    evidence = text[text.index("evidence:\n") : text.index("status:")]
    (folder / "ZG-2025/ZG-2025-001.yaml").write_text(
        "kind: rectification\nid: ZG-2025-001\ntitle: 接续\nlead_unit: GDBH\nacceptance_unit: JGJW\n"
        f"due: 2024-12-31\n{evidence}status: submitted\nround: 1\nlog:\n"
        "  - {date: 2024-06-01, by: jgdw-clerk, did: adopt, due: 2024-12-31, status: submitted, "
        f"from: {entry}, evidence: [evidence/{entry}/佐证.txt]}}\n",
        "utf-8",
    )
    office.git("add", "-A", "ledgers")
    office.git("commit", "-q", "-m", "carried")
    assert "clean" in office.ok("check", "--strict")
    office.ok("renumber", entry, "--to", "50")
    twin = office.text("ZG-2025-001")
    assert entry not in twin
    assert "from: ZG-2024-050, evidence: [evidence/ZG-2024-050/佐证.txt]" in twin.replace("\n", " ")
    office.ok("renumber", "ZG-2025-001", "--to", "3")
    assert "did: carry, to: ZG-2025-003" in office.text("ZG-2024-050")
    assert "clean" in office.ok("check", "--strict")


def test_a_number_is_given_once(office: Office) -> None:
    entry, other = add(office), add(office)
    for number in ("1", "2"):
        assert "was given before" in office.refused("renumber", entry, "--to", number)
    office.ok("renumber", entry, "--to", "5")
    assert "was given before" in office.refused("renumber", other, "--to", "1")
    assert add(office) == "ZG-2024-006"
    assert office("renumber", other, "--to", "0").code == 2


def test_only_a_clerk_of_the_keeper_gives_numbers(office: Office) -> None:
    entry = add(office)
    for email in (UNIT_CLERK, HEAD):
        assert "LG702" in office.refused("renumber", entry, email=email)
    office.ok("renumber", entry, email=CLERK)


def test_where_something_lies_in_the_way_nothing_moves(office: Office) -> None:
    entry = closed(office)
    stray = office.folder / "ledgers/evidence/ZG-2024-002"
    stray.mkdir()
    assert "ledgers/evidence/ZG-2024-002" in office.refused("renumber", entry)


def test_a_file_that_names_it_and_cannot_be_read_is_shown_first(office: Office) -> None:
    entry = add(office)
    path: Path = office.folder / f"ledgers/RW-2024/{add(office, 'RW-2024')}.yaml"
    path.write_text(path.read_text("utf-8") + f"related: [{entry}\n", "utf-8")
    assert "RW-2024-001" in office.refused("renumber", entry)


def test_the_numbers_of_a_sealed_ledger_stand(office: Office) -> None:
    entry = closed(office)
    office.ok("seal", "ZG-2024", "--doc", "办〔2024〕1号")
    assert f"sealed on {TODAY}" in office.refused("renumber", entry)


def test_a_dry_run_writes_nothing(office: Office) -> None:
    entry = closed(office)
    before = office.tree()
    out = office.ok("renumber", entry, "--dry-run")
    assert "+id: ZG-2024-002" in out
    assert "佐证.txt" in out
    assert office.tree() == before
