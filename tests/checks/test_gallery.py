"""For each code the gallery holds a book that fires it alone, and the nearest legal one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleanledger.checks.catalog import BY_CODE
from cleanledger.model.finding import Severity
from tests.checks.samples import BASE, Sample, checked, found, lay, missing, samples

SAMPLES = samples()
NOT_OF_FILES = {
    "LG703": "a commit is signed, not a file: see tests/history",
    "LG704": "who sits at the keyboard is known to a command, not to a file",
}
"""Codes that no book fires by itself, and why; those of LG6xx need a past: tests/history/test_changes.py."""

LIBRARY_TEXT = re.compile(
    r"Input should|validation error|pydantic|Traceback|while (parsing|scanning)|expected <|found character"
    r"|mapping values|could not (find|determine)|type=|Error\b|None|\{\w*\}"
)

a_sample = pytest.mark.parametrize("sample", SAMPLES.values(), ids=lambda sample: sample.code)


def of_a_book() -> Iterator[str]:
    return (code for code in BY_CODE if code not in NOT_OF_FILES and not code.startswith("LG6"))


def test_every_code_has_a_sample_and_every_sample_a_code() -> None:
    assert list(missing(of_a_book(), SAMPLES)) == []


def test_a_code_without_a_sample_fails_the_run() -> None:
    wrong = list(missing([*of_a_book(), "LG999"], {**SAMPLES, "LG998": SAMPLES["LG101"]}))
    assert wrong == ["LG999 has no sample", "LG998 has a sample, but is no rule"]


def test_what_is_left_out_is_in_the_catalogue_and_has_no_sample() -> None:
    assert NOT_OF_FILES.keys() <= BY_CODE.keys()
    assert not NOT_OF_FILES.keys() & SAMPLES.keys()


def test_the_base_book_is_legal(tmp_path: Path) -> None:
    outcome = checked(lay(tmp_path))
    assert found(outcome) == []
    assert outcome.entries == len(list(BASE.glob("*/*-*.yaml")))


@a_sample
def test_it_fires_alone_at_its_place_and_says_what_to_do(sample: Sample, tmp_path: Path) -> None:
    outcome = checked(lay(tmp_path, sample.book, sample.fires), sample.today)
    assert found(outcome) == [(sample.code, sample.at, sample.entry)]
    (finding,), rule = outcome.findings, BY_CODE[sample.code]
    assert (finding.name, finding.severity) == (rule.name, rule.severity)
    assert not finding.accepted
    for text in (finding.message, finding.hint):
        assert text.strip()
        assert not LIBRARY_TEXT.search(text), text
    assert (finding.end_line, finding.end_column) >= (finding.line, finding.column)
    assert finding.secret == (sample.code in {"LG804", "LG805", "LG806"})
    assert not (finding.secret and re.search(r"[0-9]{4}", finding.message + finding.hint)), "it is said again"


@a_sample
def test_the_nearest_legal_book_fires_nothing(sample: Sample, tmp_path: Path) -> None:
    assert sample.fires != sample.legal
    assert found(checked(lay(tmp_path, sample.book, sample.legal), sample.today)) == []


def test_a_sample_that_does_not_fire_is_found(tmp_path: Path) -> None:
    quiet = Sample("LG201", "RW-2024/RW-2024-001.yaml:6", "RW-2024-001", fires={})
    assert found(checked(lay(tmp_path, quiet.book, quiet.fires))) == []


def test_an_edit_of_what_is_not_there_is_found(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="not once"):
        lay(tmp_path, {"book.yaml": [{"from": "no such text", "to": ""}]})


def test_warnings_are_those_that_a_living_book_may_show() -> None:
    warnings = {code for code, rule in BY_CODE.items() if rule.severity is Severity.WARNING}
    assert warnings == {
        *("LG216", "LG304", "LG307", "LG310", "LG421", "LG431", "LG434", "LG435", "LG506", "LG508", "LG901"),
        # These look at what was changed, not at the book.
        *("LG605", "LG606", "LG617"),
    }
