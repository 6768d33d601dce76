"""The example on the page of each rule is run: the sample of its code fires on the line that it marks."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cleanledger.checks.catalog import BY_CODE, RULES
from cleanledger.checks.page import Page, page_of
from cleanledger.checks.rule import Rule
from cleanledger.model.scalars import ENTRY_ID
from cleanledger.render.width import width
from tests.checks.examples import Part, parts_of, places_of
from tests.checks.samples import Sample, checked, lay, samples
from tests.cli.office import CLERK, new_office

SAMPLES = samples()
MOST_LINES = 10
MOST_COLUMNS = 76

OF_REPOSITORIES = {"LG618", "LG620", "LG622"}
OF_CHANGES = tuple(rule for rule in RULES if rule.of_change or rule.of_batch or rule.code in OF_REPOSITORIES)
"""Rules on what changed; their examples are run in tests/history."""
OF_BOOKS = tuple(rule for rule in RULES if rule not in OF_CHANGES or rule.code == "LG704")
TYPED = tuple(rule for rule in OF_BOOKS if rule.page.example[:1] and rule.page.example[0].startswith("$ "))
"""Rules on what somebody types; their example is a command."""
OF_FILES = tuple(rule for rule in OF_BOOKS if rule not in TYPED)


def shown(sample: Sample, example: tuple[str, ...], folder: Path) -> None:
    """Asserts that `example` shows the files that `sample` makes fire, and marks the line that fires."""
    book = lay(folder, sample.book, sample.fires)
    (finding,) = checked(book, sample.today).findings
    place = finding.path.removeprefix("ledgers/"), finding.line
    for part in parts_of(sample.code, example):
        path = book / part.path
        if part.lines:
            places = set(places_of(part, path.read_bytes()))
            assert places, f"{part.path} does not hold: {part.lines}"
        if part.marked == 0:
            assert place == (part.path, 1)
        elif part.marked is not None:
            assert place[0] == part.path
            assert place[1] in places, f"{sample.code} fires on line {place[1]}, not on {places}"


@pytest.mark.parametrize("rule", OF_FILES, ids=lambda rule: rule.code)
def test_the_finding_stands_on_the_line_that_the_example_marks(rule: Rule, tmp_path: Path) -> None:
    assert rule.code in SAMPLES, f"{rule.code} has no sample that its example could be seen in"
    shown(SAMPLES[rule.code], rule.page.example, tmp_path)


@pytest.mark.parametrize("rule", TYPED, ids=lambda rule: rule.code)
def test_the_command_of_the_example_is_refused_with_the_code(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = new_office(tmp_path, monkeypatch)
    office.ok("add", "RW-2024", "开展集体廉政谈话", "-u", "GDBH", "-d", "2024-12-31")
    (line,) = rule.page.example
    typed, mark, code = line.removeprefix("$ ledger ").partition("  # ")
    assert (mark, code) == ("  # ", rule.code)
    answer = office(*typed.split(), email=CLERK)
    assert (answer.code, rule.code in answer.err) == (1, True)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_an_example_is_short_and_fits_a_screen(rule: Rule) -> None:
    assert len(rule.page.example) <= MOST_LINES
    assert [line for line in rule.page.example if width(line) > MOST_COLUMNS] == []


def test_an_example_that_marks_another_line_is_found(tmp_path: Path) -> None:
    example = ("# RW-2024/RW-2024-001.yaml", "status: doing", "round: 1  # LG401")
    with pytest.raises(AssertionError, match="fires on line 12"):
        shown(SAMPLES["LG401"], example, tmp_path)


def test_an_example_that_stands_in_no_file_is_found(tmp_path: Path) -> None:
    example = ("# RW-2024/RW-2024-001.yaml", "status: closed  # LG401")
    with pytest.raises(AssertionError, match="does not hold"):
        shown(SAMPLES["LG401"], example, tmp_path)


@pytest.mark.parametrize(
    "example",
    [
        ("status: doing  # LG401",),
        ("# RW-2024/RW-2024-001.yaml", "status: doing"),
        ("# RW-2024/RW-2024-001.yaml", "status: doing  # LG402"),
        ("# RW-2024/RW-2024-001.yaml", "status: doing  # LG401", "round: 1  # LG401"),
    ],
)
def test_an_example_without_its_file_or_its_mark_is_found(example: tuple[str, ...]) -> None:
    with pytest.raises(AssertionError, match="LG401"):
        parts_of("LG401", example)


def test_a_rule_without_an_example_is_found(tmp_path: Path) -> None:
    bare = replace(BY_CODE["LG401"], doc="`status` is not what the log gives.")
    assert bare.page.example == ()
    with pytest.raises(AssertionError, match="marks 0 lines"):
        shown(SAMPLES["LG401"], bare.page.example, tmp_path)


def test_what_is_left_out_may_be_anything_but_what_is_shown() -> None:
    part = Part("a.yaml", ("log:", "  …", "  - {date: …, did: close}"), marked=3)
    file = "title: 题\nlog:\n  - {date: 2024-01-01, did: add}\n  - {date: 2024-02-01, did: close}\n"
    assert list(places_of(part, file.encode())) == [4]
    assert list(places_of(part, file.replace("close", "start").encode())) == []


def test_a_page_knows_whether_its_finding_is_of_an_entry() -> None:
    of_entries = {rule.code for rule in OF_FILES if rule.page.is_of_entry}
    named = re.compile(rf"{ENTRY_ID}\.yaml:[0-9]+")
    assert of_entries == {code for code, sample in SAMPLES.items() if named.search(sample.at)}
    assert not of_entries & {"LG102", "LG107", "LG213", "LG506", "LG903"}


def test_a_page_is_read_from_a_docstring() -> None:
    doc = """A status is
    wrong.

    Why: it was
    written by hand.

    Example:
        # a/b.yaml
        log:
          - {did: add}  # LG401
    """
    assert page_of(doc) == Page(
        "A status is wrong.",
        "it was written by hand.",
        ("# a/b.yaml", "log:", "  - {did: add}  # LG401"),
    )
    assert page_of("A status is wrong.") == Page("A status is wrong.")
