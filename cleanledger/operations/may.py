"""Who may do a verb: the rules are asked of the line that it would write, and nothing is written."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cleanledger.checks import people
from cleanledger.checks.rule import Subject
from cleanledger.model.corrections import heard
from cleanledger.model.entry import Entry
from cleanledger.model.log import LogLine
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document, Problem

_NOT_FROM_HERE = frozenset({"LG404", "LG407"})
_TOO_EARLY = "LG409"


class Ruling(NamedTuple):
    """Whether somebody may do a verb now; `early`: nobody may, before a later day."""

    allowed: bool
    early: bool = False


def ruling(setting: Setting, entry: Entry, verb: str, post: str, day: date) -> Ruling:
    """Whether `post` may do `verb` to `entry` on `day`, as it stood then."""
    codes = against(setting, entry, verb, post, day)
    hinders = [code for code in codes if code in _NOT_FROM_HERE or code.startswith("LG7")]
    return Ruling(not hinders and _TOO_EARLY not in codes, _TOO_EARLY in codes)


def against(setting: Setting, entry: Entry, verb: str, post: str, day: date) -> frozenset[str]:
    """What the rules have against `post` doing `verb` to `entry` on `day`, as it stood then: their codes.

    Only who does it and when is asked; what the verb has to bring (an opinion, evidence) is not.
    """
    log = _log_on(entry, day)
    tried = entry.model_copy(update={"log": (*log, _line(verb, post, day))})
    subject = Subject(
        entry=tried,
        document=Document(""),
        setting=setting,
        today=day,
        now=day,
        lookup=lambda _id: None,
        exists=lambda _id: False,
        evidence_file=lambda _path: None,
    )
    return frozenset(code for code, problem in _found(subject) if problem.field[:2] == ("log", len(log)))


def _found(subject: Subject) -> Iterator[tuple[str, Problem]]:
    yield from ((problem.code, problem) for problem in subject.replay.problems)
    for rule in people.RULES:
        if rule.of_entry:
            yield from ((rule.code, problem) for problem in rule.of_entry(subject))


def _line(verb: str, post: str, day: date) -> LogLine:
    facts = {"date": day.isoformat(), "by": post, "did": verb}
    if verb == "extend":
        facts["approved_by"] = post
    return LogLine.model_validate(facts)


def _log_on(entry: Entry, day: date) -> tuple[LogLine, ...]:
    """The lines of the log that count on `day`, and the corrections, which always do."""
    if all(line.date <= day for line in entry.log):
        return entry.log
    ends = next(each.place for each in heard(entry.log).lines if each.line.date > day)
    later = (line for line in entry.log[ends:] if line.did == "correct" and line.of)
    return (*entry.log[:ends], *later)
