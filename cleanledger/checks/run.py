"""Runs the rules and stamps what they yield into findings. Rules never print, write or raise."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from cleanledger.checks.book import NEVER_ACCEPTED
from cleanledger.checks.catalog import BY_CODE, RULES
from cleanledger.checks.rule import Rule, Subject, Whole
from cleanledger.errors import EnvironmentFailure
from cleanledger.i18n import _
from cleanledger.model.finding import Finding
from cleanledger.model.source import Document, FieldPath, Problem


def judge_entry(subject: Subject) -> tuple[Finding, ...]:
    """What every rule on one entry finds in it, sorted; accepted findings are marked."""
    found = [
        stamp(problem, subject.document, subject.entry.id, rule)
        for rule in RULES
        if rule.of_entry
        for problem in _run(rule, subject.document.path, rule.of_entry(subject))
    ]
    return tuple(sorted(_accepted(finding, subject) for finding in found))


def judge_book(whole: Whole) -> tuple[Finding, ...]:
    """What every rule on the whole book finds, sorted."""
    found = []
    for rule in RULES:
        for key, problem in _run(rule, "book.yaml", rule.of_book(whole)) if rule.of_book else ():
            path = whole.paths.get(key, key)
            document = whole.documents.get(path) or Document(path)
            found.append(stamp(problem, document, key if key in whole.entries else "", rule))
    return tuple(sorted(found))


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
        hint=problem.hint,
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


def _accepted(finding: Finding, subject: Subject) -> Finding:
    if finding.code.startswith(NEVER_ACCEPTED):
        return finding
    for accepted in subject.entry.accepted:
        if accepted.code == finding.code and accepted.date <= subject.today <= accepted.until:
            return replace(finding, accepted=True)
    return finding
