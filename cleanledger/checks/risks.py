"""LG43x: powers, the risks in them, and the measures against those hang together."""

from collections.abc import Iterator

from cleanledger.checks.rule import Rule, Subject, Whole, book_rule, rule
from cleanledger.i18n import N_, _
from cleanledger.model.finding import Severity
from cleanledger.model.lifecycle import ENDED, command_for
from cleanledger.model.source import Problem


@rule("LG431", "risk-without-measures", Severity.WARNING)
def risk_without_measures(subject: Subject) -> Iterator[Problem]:
    """A risk has no measure against it.

    Why: finding a risk is half of the work.
    """
    if subject.entry.kind == "risk" and subject.is_living and not subject.entry.measures:
        yield Problem(
            _("the risk has no measure"),
            (),
            hint=command_for("measure", subject.entry.id, "--add", _("TEXT")),
        )


@rule("LG432", "high-risk-without-leader")
def high_risk_without_leader(subject: Subject) -> Iterator[Problem]:
    """A high risk has no leader who answers for it.

    Why: the level fixes who answers: a high risk is a leader's.
    """
    entry = subject.entry
    if entry.kind == "risk" and entry.level == "high" and not entry.leader and subject.is_living:
        yield Problem(
            _("a high risk needs a leader who answers for it"),
            ("level",),
            hint=command_for("set", entry.id, "leader=…"),
        )


@rule("LG433", "approved-without-meeting", hint=N_("have a meeting fix it, and name it in approval"))
def approved_without_meeting(subject: Subject) -> Iterator[Problem]:
    """A risk is approved, but no meeting stands behind it.

    Why: 会议定 is the last of the four steps; without it nobody has fixed the level.
    """
    if subject.entry.status == "approved" and subject.entry.approval is None:
        yield Problem(_("approved needs approval, with its meeting and date"), ("status",))


@rule("LG434", "risk-without-power", Severity.WARNING)
def risk_without_power(subject: Subject) -> Iterator[Problem]:
    """A risk does not say which power it belongs to.

    Why: 权责, 风险点 and 措施 are three counts that must hang together.
    """
    if subject.entry.kind == "risk" and subject.is_living and subject.entry.power is None:
        yield Problem(_("the risk names no power"), (), hint=command_for("set", subject.entry.id, "power=…"))


@book_rule("LG435", "power-without-risk", Severity.WARNING)
def power_without_risk(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A power has neither a risk nor the meeting that found none.

    Why: a power that nobody looked at differs from one in which nothing was found.
    """
    covered = {
        entry.power for entry in whole.entries.values() if entry.kind == "risk" and entry.status not in ENDED
    }
    for entry in whole.entries.values():
        if (
            entry.kind == "power"
            and entry.status not in ENDED
            and not entry.no_risk
            and entry.id not in covered
        ):
            yield (
                entry.id,
                Problem(
                    _("no risk belongs to this power"),
                    (),
                    hint=_("add a risk with power: {id}, or no_risk: with the meeting", id=entry.id),
                ),
            )


RULES: tuple[Rule, ...] = (
    risk_without_measures,
    high_risk_without_leader,
    approved_without_meeting,
    risk_without_power,
    power_without_risk,
)
