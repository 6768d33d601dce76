"""The phrases of tests/data/deadlines, and how a reading is held against what was expected of it."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from cleanledger.model.deadlines import Terms, Unread, read

FOLDER = Path(__file__).parents[2] / "data" / "deadlines"
YEAR, BASE, EARLY_DAY = 2024, date(2024, 2, 1), 5


class Phrase(NamedTuple):
    """A phrase, what it is read against, and what it says."""

    family: str
    text: str
    terms: Terms
    expected: Mapping[str, Any]


def phrases(name: str) -> Iterator[Phrase]:
    """The phrases of one file, in its order."""
    content = yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), yaml.BaseLoader)
    for family, items in content.items():
        for item in items:
            expected = {key: value for key, value in item.items() if key not in _TERMS and key != "text"}
            yield Phrase(family, item["text"], _terms(item), expected)


_TERMS = ("year", "base", "before", "early_day")


def _terms(item: Mapping[str, str]) -> Terms:
    year, base, early = item.get("year", str(YEAR)), item.get("base", BASE.isoformat()), item.get("early_day")
    return Terms(
        year=None if year in ("null", "") else int(year),
        base=None if base in ("null", "") else date.fromisoformat(base),
        inclusive=item.get("before", "inclusive") == "inclusive",
        early_day=EARLY_DAY if early is None else None if early in ("null", "") else int(early),
    )


def as_expected(phrase: Phrase) -> dict[str, Any]:
    """What the grammar makes of a phrase, in the words of the file; a refusal is what it quotes."""
    try:
        reading = read(phrase.text, phrase.terms)
    except Unread as failure:
        return {"refused": failure.rest}
    found: dict[str, Any] = {}
    if reading.due:
        found["due"] = reading.due.isoformat()
    if reading.standing:
        found["standing"] = "true"
    if reading.review:
        found["review"] = reading.review
    if reading.milestones:
        found["milestones"] = [[title, due.isoformat()] for title, due in reading.milestones]
    if reading.undecided:
        found["undecided"] = "true"
    return found
