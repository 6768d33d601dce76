"""Findings that may stand for a time: which, for how long, and on whose word. LG901 and LG902."""

from collections.abc import Iterator
from datetime import date

from cleanledger.checks.rule import Rule, Subject, rule
from cleanledger.i18n import N_, _
from cleanledger.model.entry import Accepted, Entry, accepted_until
from cleanledger.model.finding import Severity
from cleanledger.model.setting import Setting
from cleanledger.model.source import Problem

MOST_DAYS = 366
NEVER_ACCEPTED = ("LG0", "LG1", "LG6", "LG7", "LG901", "LG902")
"""What cannot be read, changes of the past, questions of who did it, and acceptance itself."""


def can_be_accepted(code: str) -> bool:
    """Whether a finding with this code can be accepted at all."""
    return not code.startswith(NEVER_ACCEPTED)


def may_stand(code: str, entry: Entry, setting: Setting, today: date) -> bool:
    """Whether a finding with this code in `entry` was rightly accepted, and is so today."""
    return any(
        each.code == code and each.date <= today <= each.until and not any(_faults(each, entry, setting))
        for each in entry.accepted
    )


def _faults(accepted: Accepted, entry: Entry, setting: Setting) -> Iterator[tuple[str, str]]:
    """Why a finding may not be accepted so: the key it lies in, and the message."""
    if not can_be_accepted(accepted.code):
        yield "code", _("{code} cannot be accepted", code=accepted.code)
    if not 0 <= (accepted.until - accepted.date).days <= MOST_DAYS:
        yield "until", _("accepted for at most {days} days from its date", days=MOST_DAYS)
    judged = setting.policy_of(entry.ledger)(accepted.date).of(entry.kind).reviewer != "anyone"
    human = setting.directory.human(accepted.by, accepted.date)
    if judged and any(setting.directory.human(*each) == human for each in _concerned(accepted, entry)):
        yield "by", _("{by} is the one it is about", by=accepted.by)


def _concerned(accepted: Accepted, entry: Entry) -> Iterator[tuple[str, date]]:
    """Whose doing a finding in `entry` is, and on what day: who owns it, claimed it, brought its evidence."""
    if entry.owner:
        yield entry.owner, accepted.date
    # What came after was not what was accepted.
    lines = (line for line in entry.log if line.did == "submit" and line.date <= accepted.date)
    yield from ((line.who, line.date) for line in lines)
    if accepted.code.startswith("LG5"):
        yield from ((item.by, item.date) for item in entry.evidence if item.date <= accepted.date)


@rule("LG901", "acceptance-over", Severity.WARNING, hint=N_("put it right, or have it accepted anew"))
def acceptance_over(subject: Subject) -> Iterator[Problem]:
    """A finding was accepted until a day that has passed, and not anew.

    Why: an exception is for a time; then it is put right or accepted anew.

    Example:
        # RW-2024/RW-2024-001.yaml
        accepted:
          - {code: LG304, …, until: 2024-08-14}  # LG901
    """
    lasts = accepted_until(subject.entry)
    for index, accepted in enumerate(subject.entry.accepted):
        if accepted.until == lasts[accepted.code] < subject.today and subject.is_living:
            yield Problem(
                _("{code} was accepted until {day}", code=accepted.code, day=accepted.until.isoformat()),
                ("accepted", index, "until"),
            )


@rule("LG902", "acceptance-not-allowed", hint=N_("take the item out, or have somebody else accept it"))
def acceptance_not_allowed(subject: Subject) -> Iterator[Problem]:
    """A finding was accepted that nobody can accept, for longer than 366 days, or by the one it is about.

    Why: what cannot be read, changes of the past and questions of who did it are never a matter of taste;
    and nobody excuses themselves.

    Example:
        # RW-2024/RW-2024-001.yaml
        owner: gdbh-clerk
        …
        accepted:
          - {code: LG304, …, by: gdbh-clerk, …}  # LG902
    """
    for index, accepted in enumerate(subject.entry.accepted):
        for key, message in _faults(accepted, subject.entry, subject.setting):
            yield Problem(message, ("accepted", index, key))


RULES: tuple[Rule, ...] = (acceptance_over, acceptance_not_allowed)
