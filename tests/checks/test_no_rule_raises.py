"""Whatever an entry or a setting says that its model takes, no rule raises."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cleanledger.checks import run
from cleanledger.checks.rule import Rule, Subject
from cleanledger.checks.run import judge_book, judge_entry
from cleanledger.errors import EnvironmentFailure
from cleanledger.model.book import Book
from cleanledger.model.cover import KINDS, Cover
from cleanledger.model.finding import Finding, Severity
from cleanledger.model.log import KEYS_OF_VERBS, STATUSES
from cleanledger.model.plans import PlansFile
from cleanledger.model.record import Model
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document, FieldPath, Plain, Problem, Tree
from cleanledger.model.units import Directory, UnitsFile
from cleanledger.model.validate import validate, validate_entry
from cleanledger.store.library import Shelf, load_setting
from tests.checks.samples import BASE, lay, samples
from tests.checks.shelved import Shelved, base, sample_book
from tests.checks.test_gallery import LIBRARY_TEXT
from tests.conftest import THOROUGH

# By the shape of a value: others of that shape, the nearest and the farthest that a model takes.
OTHERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", ("1900-01-01", "9999-12-31")),
    (r"[0-9]+", ("0", "999999999999999999")),
    (r"[0-9]+\.[0-9]+", ("-1", "999999999999999999.999999999")),
    (r"[0-9]+ (day|week|month|year)s?", ("9999 years", "1 day")),
    (r"[0-9a-f]{64}", ("f" * 64,)),
    (r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-[0-9]{3,}", ("JL-2024-001", "ZZ-2024-999", "A-00000000000")),
    (r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", ("TDLY", "ZZZ")),
    (r"[a-z][a-z0-9]*-[a-z0-9-]+", ("zfj-clerk", "nobody-here", "TDLY")),
)
WORDS = (*KEYS_OF_VERBS, *STATUSES, *KINDS)
TEXTS = ("{} {0} {name}", "%s\\", "../../x.yaml")


def places(tree: Tree, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Tree]]:
    """Every value below `tree` with its place."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield (*path, key), value
            yield from places(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield (*path, index), value
            yield from places(value, (*path, index))


def others(value: Tree, dice: random.Random) -> Iterator[Tree]:
    """Other values of the shape of `value`."""
    if isinstance(value, list):
        yield []
    elif isinstance(value, str):
        alike = next((each for shape, each in OTHERS if re.fullmatch(shape, value)), None)
        alike = alike or ((*dice.sample(WORDS, 3),) if value in WORDS else TEXTS)
        yield from (Plain(each) for each in alike)


def without(tree: Tree, path: FieldPath) -> Any:
    """`tree` with nothing at `path`."""
    return changed(tree, path, None)


def changed(tree: Any, path: FieldPath, value: Tree | None) -> Any:
    """`tree` with `value` at `path`; None: nothing."""
    first: Any = path[0]
    rest = path[1:]
    copy: Any = dict(tree) if isinstance(tree, dict) else list(tree)
    if rest:
        copy[first] = changed(copy[first], rest, value)
    elif value is None:
        del copy[first]
    else:
        copy[first] = value
    return copy


def mutants(tree: Tree, seed: str, *, most: int | None = None) -> Iterator[dict[str, Tree]]:
    """`tree` with one value taken away, or another in its place: at each place at most `most`."""
    dice = random.Random(seed)
    for path, value in places(tree):
        found = [without(tree, path), *(changed(tree, path, other) for other in others(value, dice))]
        yield from dice.sample(found, min(most or len(found), len(found)))


def judge(book: Shelved, data: dict[str, Tree]) -> tuple[Finding, ...] | None:
    """What the rules say of an entry that was never written; None where the model does not take it."""
    document = Document("ledgers/RW-2024/RW-2024-001.yaml", data=data)
    entry, _problems = validate_entry(document)
    return judge_entry(book.subject(entry, document)) if entry else None


def judged(book: Shelved, data: dict[str, Tree], seed: str, *, most: int | None = None) -> int:
    """How many mutants of an entry the rules have judged."""
    count = 0
    for mutant in mutants(data, seed, most=most):
        findings = judge(book, mutant)
        count += findings is not None
        for finding in findings or ():
            text = finding.message.replace("{} {0} {name}", "")
            assert finding.message, finding
            assert not LIBRARY_TEXT.search(text), text
    return count


def data_of(book: Shelved, entry_id: str) -> dict[str, Tree]:
    return dict(book.entries.read(entry_id).read.document.data or {})


@pytest.mark.parametrize("entry_id", base().ids)
def test_no_rule_raises_on_a_changed_entry(entry_id: str) -> None:
    assert judged(base(), data_of(base(), entry_id), entry_id) > 10


@pytest.mark.parametrize("ledger", sorted({id_.rpartition("-")[0] for id_ in sample_book().ids}))
def test_no_rule_raises_on_a_changed_entry_of_the_sample_book(ledger: str) -> None:
    ids = [each for each in sample_book().ids if each.rpartition("-")[0] == ledger]
    for entry_id in ids if THOROUGH else ids[::6]:
        assert judged(sample_book(), data_of(sample_book(), entry_id), entry_id, most=1) > 5


def test_no_rule_raises_on_a_changed_entry_of_the_gallery(tmp_path: Path) -> None:
    known = {str(data_of(base(), id_)) for id_ in base().ids}
    for sample in samples().values():
        if sample.code < "LG1":
            continue
        book = Shelved(lay(tmp_path / sample.code, sample.book, sample.fires))
        for entry_id in book.ids:
            data = data_of(book, entry_id)
            if data and str(data) not in known:
                known.add(str(data))
                judged(book, data, entry_id)


FILLED: dict[str, Tree] = {
    "date": "2024-08-01", "by": "jgdw-clerk", "actor": "GDBH", "entered": "2024-08-02", "doc": "签报1号",
    "meeting": "JL-2024-001", "scan": "evidence/RW-2024-002/制度.txt", "note": "说明",
    "evidence": ["evidence/RW-2024-002/制度.txt"], "measures": ["1", "9"],
    "due": "9999-12-31", "lead_unit": "ZFJ", "status": "closed", "round": "2", "due_first": "1900-01-01",
    "extended": "3", "closed_on": "2024-08-01", "from": "RW-2024-001", "row": "2", "percent": "50",
    "difficulty": "人手不足", "num": "1", "done_on": "2024-08-01", "text": "措施", "field": "measures.1.text",
    "was": "2024-12-31", "to": "9999-12-31", "now": "2024-01-01", "due_text": "年底前",
    "days": "999999999999999999", "opinion": "同意", "result": "rebound", "effect": "good",
    "indicators": [{"name": "时限", "actual": "2.5"}], "level": "high", "found_by": "self", "code": "LG304",
    "of": {"date": "2024-02-05", "did": "add", "nth": "1"}, "same_as": "RW-2024-002", "basis": "会议纪要",
    "reason": "原因", "approved_by": "jgdw-head", "refused_by": "TDLY",
}  # fmt: skip
"""A log line with every key that any verb takes."""
COMMON = ("date", "by", "actor", "entered", "doc", "meeting", "scan", "note", "evidence", "measures")


def line_of(verb: str, *, full: bool) -> dict[str, Tree]:
    """A line with all keys of a verb, or only those that it must have."""
    keys = KEYS_OF_VERBS[verb]
    wanted = (*COMMON, *keys.required, *keys.optional) if full else ("date", "by", *keys.required)
    return {"did": verb} | {key: FILLED[key] for key in wanted}


@pytest.mark.parametrize("entry_id", base().ids)
def test_no_rule_raises_on_any_two_verbs(entry_id: str) -> None:
    data = data_of(base(), entry_id)
    log = data["log"]
    assert isinstance(log, list)
    lines: list[Tree] = [line_of(verb, full=full) for verb in KEYS_OF_VERBS for full in (True, False)]
    for place, line in enumerate(lines):
        after = lines[place * 7 % len(lines)]
        for grown in ([*log, line], [*log, after, line], [line, *log], [line]):
            assert judge(base(), {**data, "log": grown}) is not None, line


def models_of(book: Shelved) -> Iterator[tuple[str, type[Model]]]:
    yield "book.yaml", Book
    yield "units.yaml", UnitsFile
    yield "plans.yaml", PlansFile
    yield from ((f"{ledger}/ledger.yaml", Cover) for ledger in book.setting.covers)


def with_file(setting: Setting, name: str, value: Any) -> Setting:
    """`setting` with another book, units, plans or cover."""
    if isinstance(value, Book):
        return replace(setting, book=value)
    if isinstance(value, UnitsFile):
        return replace(setting, directory=Directory(value))
    if isinstance(value, PlansFile):
        return replace(setting, plans=value)
    return replace(setting, covers={**setting.covers, name.split("/", maxsplit=1)[0]: value})


@pytest.mark.parametrize(("name", "model"), list(models_of(base())))
def test_no_rule_raises_on_a_changed_setting(name: str, model: type[Model]) -> None:
    document = load_setting(Shelf(BASE, BASE.parent)).files[f"{BASE.name}/{name}"].document
    count = 0
    for mutant in mutants(dict(document.data or {}), name):
        value, _problems = validate(model, Document(name, data=mutant))
        if value is None:
            continue
        count += 1
        setting = with_file(base().setting, name, value)
        judge_book(base().whole(setting=setting))
        for entry_id in ("RW-2024-001", "ZG-2024-001", "FX-2024-001"):
            read = base().entries.read(entry_id)
            assert read.entry is not None
            judge_entry(replace(base().subject(read.entry, read.read.document), setting=setting))
    assert count > 3


def test_a_rule_that_raises_is_a_failure_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_subject: Subject) -> Iterator[Problem]:
        yield Problem("one")
        raise KeyError("two")

    monkeypatch.setattr(run, "RULES", (Rule("LG999", "x", Severity.ERROR, "", of_entry=broken),))
    with pytest.raises(EnvironmentFailure, match="LG999") as raised:
        judge(base(), data_of(base(), "RW-2024-001"))
    assert raised.value.exit_code == 3


def test_today_may_be_any_day() -> None:
    for day in (date.min, date(1900, 1, 1), date.max):
        for entry_id in base().ids:
            read = base().entries.read(entry_id)
            assert read.entry is not None
            subject = base().subject(read.entry, read.read.document)
            judge_entry(replace(subject, today=day, now=day))
        judge_book(base().whole(today=day, now=day))
