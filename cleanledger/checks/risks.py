"""LG43x: powers, the risks in them, and the measures against those hang together."""

from collections.abc import Iterator

from cleanledger.checks.rule import Rule, Subject, Whole, book_rule, rule
from cleanledger.i18n import N_, _
from cleanledger.model.finding import Severity
from cleanledger.model.lifecycle import ENDED, command_for
from cleanledger.model.source import Problem


@rule("LG431", "risk-without-measures", Severity.WARNING, hint=N_("add a measure with ledger measure"))
def risk_without_measures(subject: Subject) -> Iterator[Problem]:
    """A risk has no measure against it.

    Why: finding a risk is half of the work.

    Example:
        # FX-2024/FX-2024-001.yaml
        kind: risk  # LG431
        id: FX-2024-001
        title: 用地审查放宽条件
        power: QZ-2024-001
        level: high
        lead_unit: GDBH
        leader: 分管副局长
        approval: {meeting: JL-2024-001, date: 2024-04-16}
    """
    if subject.entry.kind == "risk" and subject.is_living and not subject.entry.measures:
        yield Problem(
            _("the risk has no measure"),
            (),
            hint=command_for("measure", subject.entry.id, "--add", _("TEXT")),
        )


@rule("LG432", "high-risk-without-leader", hint=N_("name the leader with ledger set"))
def high_risk_without_leader(subject: Subject) -> Iterator[Problem]:
    """A high risk has no leader who answers for it.

    Why: the level fixes who answers: a high risk is a leader's.

    Example:
        # FX-2024/FX-2024-001.yaml
        title: 用地审查放宽条件
        power: QZ-2024-001
        level: high  # LG432
        lead_unit: GDBH
        measures:
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

    Example:
        # FX-2024/FX-2024-001.yaml
        measures:
          - {num: 1, text: 实行双人会审}
        status: approved  # LG433
    """
    if subject.entry.status == "approved" and subject.entry.approval is None:
        yield Problem(_("approved needs approval, with its meeting and date"), ("status",))


@rule("LG434", "risk-without-power", Severity.WARNING, hint=N_("name the power with ledger set"))
def risk_without_power(subject: Subject) -> Iterator[Problem]:
    """A risk does not say which power it belongs to.

    Why: 权责, 风险点 and 措施 are three counts that must hang together.

    Example:
        # FX-2024/FX-2024-001.yaml
        kind: risk  # LG434
        id: FX-2024-001
        title: 用地审查放宽条件
        level: high
        lead_unit: GDBH
    """
    if subject.entry.kind == "risk" and subject.is_living and subject.entry.power is None:
        yield Problem(_("the risk names no power"), (), hint=command_for("set", subject.entry.id, "power=…"))


@book_rule(
    "LG435",
    "power-without-risk",
    Severity.WARNING,
    hint=N_("add a risk that names this power, or name in no_risk the meeting that found none"),
)
def power_without_risk(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A power has neither a risk nor the meeting that found none.

    Why: a power that nobody looked at differs from one in which nothing was found.

    Example:
        # QZ-2024/QZ-2024-002.yaml
        kind: power  # LG435
        id: QZ-2024-002
        title: 采矿权出让
        lead_unit: GDBH
        status: active
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
