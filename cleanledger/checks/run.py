"""Runs the rules and stamps what they yield into findings. Rules never print, write or raise."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from cleanledger.checks.accepting import may_stand
from cleanledger.checks.catalog import BY_CODE, RULES
from cleanledger.checks.change import Batch, Change
from cleanledger.checks.rule import Rule, Subject, Whole
from cleanledger.errors import EnvironmentFailure
from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.finding import Finding
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document, FieldPath, Problem

_PEOPLE = "LG7"


def judge_entry(subject: Subject) -> tuple[Finding, ...]:
    """What every rule on one entry finds in it, sorted; accepted findings are marked."""
    found = [
        stamp(problem, subject.document, subject.entry.id, rule)
        for rule in RULES
        if rule.of_entry
        for problem in _run(rule, subject.document.path, rule.of_entry(subject))
    ]
    marked = (_accepted(finding, subject.entry, subject.setting, subject.today) for finding in found)
    return tuple(sorted(marked))


def judge_book(whole: Whole) -> tuple[Finding, ...]:
    """What every rule on the whole book finds, sorted."""
    found = []
    for rule in RULES:
        for key, problem in _run(rule, "book.yaml", rule.of_book(whole)) if rule.of_book else ():
            path = whole.paths.get(key, key)
            document = whole.documents.get(path) or Document(path)
            entry = whole.entries.get(key)
            finding = stamp(problem, document, key if entry else "", rule)
            found.append(_accepted(finding, entry, whole.setting, whole.today) if entry else finding)
    return tuple(sorted(found))


def problems_of_change(change: Change) -> tuple[tuple[Rule, Problem], ...]:
    """What every rule on changes has against one, and what rules on people have against its lines."""
    found = [
        (rule, problem)
        for rule in RULES
        if rule.of_change
        for problem in _run(rule, change.id, rule.of_change(change))
    ]
    added = frozenset(change.added)
    for rule in RULES if added else ():
        if rule.code.startswith(_PEOPLE) and rule.of_entry:
            found += [
                (rule, problem)
                for problem in _run(rule, change.id, rule.of_entry(change.subject))
                if problem.field[:1] == ("log",) and problem.field[1] in added
            ]
    return tuple(found)


def problems_of_batch(batch: Batch) -> tuple[tuple[Rule, str, Problem], ...]:
    """What every rule on all that is changed at once has against it, and whose file it is."""
    return tuple(
        (rule, key, problem)
        for rule in RULES
        if rule.of_batch
        for key, problem in _run(rule, "book.yaml", rule.of_batch(batch))
    )


def stamp(problem: Problem, document: Document, entry: str = "", rule: Rule | None = None) -> Finding:
    """`problem` as a finding of `document`, with its rule's code, name and severity."""
    rule = rule or BY_CODE[problem.code]
    span = problem.span or document.place(problem.field, at_key=problem.at_key)
    return Finding(
        path=document.path,
        line=span.line,
        column=span.column,
        code=rule.code,
        end_line=span.end_line,
        end_column=span.end_column,
        name=rule.name,
        severity=rule.severity,
        entry=entry,
        field=dotted(problem.field),
        message=problem.message,
        hint=problem.hint or _(rule.hint),
        related=problem.related,
        secret=problem.secret,
    )


def dotted(field: FieldPath) -> str:
    """A place as people write it: list items counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in field)


T = TypeVar("T")


def _run(rule: Rule, path: str, problems: Iterable[T]) -> Iterator[T]:
    try:
        yield from problems
    except Exception as error:
        raise EnvironmentFailure(
            _(
                "rule {code} failed on {path}: {error}",
                code=rule.code,
                path=path,
                error=f"{type(error).__name__}: {error}",
            ),
            _("this is a fault of the program, not of the book; please report it"),
        ) from error


def _accepted(finding: Finding, entry: Entry, setting: Setting, today: date) -> Finding:
    return replace(finding, accepted=may_stand(finding.code, entry, setting, today))
