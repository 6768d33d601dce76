"""LG4xx: the log must be legal, and give what the file says."""

from collections.abc import Iterator
from datetime import timedelta

from cleanledger.checks.rule import Rule, Subject, Whole, book_rule, replayed, rule
from cleanledger.i18n import _
from cleanledger.model.corrections import heard
from cleanledger.model.finding import Severity
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.paths import field_path, value_at
from cleanledger.model.source import Problem

AFTER_SEALING = frozenset({"recheck", "correct", "accept", "reopen"})


@rule("LG401", "status-differs-from-log")
def status_differs_from_log(subject: Subject) -> Iterator[Problem]:
    """`status` is not what replaying the log gives.

    Why: a status that was written by hand skips every rule of the way there.
    """
    entry, given = subject.entry, subject.replay.state.status
    if entry.kind == "record":
        return
    stated_status = entry.status or subject.replay.first.status
    if stated_status != given:
        yield Problem(
            _("status is {status}, but the log gives {given}", status=_(stated_status), given=_(given)),
            ("status",) if entry.status else (),
            hint=_("take the status back, and use the command that leads there"),
        )


@rule("LG402", "round-differs-from-log")
def round_differs_from_log(subject: Subject) -> Iterator[Problem]:
    """`round` is not what replaying the log gives.

    Why: evidence and extensions are counted by round.
    """
    entry, given = subject.entry, subject.replay.state.round
    if entry.kind in ("task", "rectification") and (entry.round or 1) != given:
        yield Problem(
            _("round is {round}, but the log gives {given}", round=entry.round or 1, given=given), ("round",)
        )


@rule("LG403", "due-differs-from-log")
def due_differs_from_log(subject: Subject) -> Iterator[Problem]:
    """`due` is not what replaying the log gives.

    Why: a deadline moves by an extension that somebody granted, or it does not move.
    """
    entry, given = subject.entry, subject.replay.state.due
    if entry.kind in ("task", "rectification") and entry.due != given:
        yield Problem(
            _(
                "due is {due}, but the log gives {given}",
                due=entry.due.isoformat() if entry.due else _("none"),
                given=given.isoformat() if given else _("none"),
            ),
            ("due",) if entry.due else (),
            hint=f"ledger extend {entry.id} --to {_('DATE')} --reason {_('TEXT')}",
        )


@rule("LG416", "field-differs-from-log")
def field_differs_from_log(subject: Subject) -> Iterator[Problem]:
    """A field does not hold what the log last said of it, or a line's `was` is not what held before.

    Why: what was promised is changed in the open, by a line that says who and why.
    """
    data = subject.document.data or {}
    known: dict[str, object] = {}
    for index, line in heard(subject.entry.log).lines:
        if line.did == "add" and line.lead_unit:
            known["lead_unit"] = line.lead_unit
        if line.did not in ("transfer", "amend", "set") or not line.field or line.field == "due":
            continue
        if line.field in known and known[line.field] != line.was:
            yield Problem(_("was: is not what {field} held before", field=line.field), ("log", index, "was"))
        known[line.field] = line.now
    for name, value in known.items():
        where = field_path(data, name)
        if value_at(data, where) != value:
            yield Problem(
                _("{field} is not what the log says it is now", field=name),
                where,
                hint=f"ledger set {subject.entry.id} {name}=…",
            )


@rule("LG419", "changed-after-seal")
def changed_after_seal(subject: Subject) -> Iterator[Problem]:
    """A log line was typed after its ledger was sealed, other than recheck, correct, accept or reopen.

    Why: a sealed ledger is the statement of its year.
    """
    cover = subject.setting.covers.get(subject.entry.ledger)
    sealed = cover.sealed if cover else None
    for index, line in enumerate(subject.entry.log if sealed else ()):
        if sealed and line.typed_on > sealed.date and line.did not in AFTER_SEALING:
            yield Problem(
                _("the ledger was sealed on {day}", day=sealed.date.isoformat()), ("log", index, "did")
            )


@book_rule("LG420", "living-entry-in-sealed-ledger")
def living_entry_in_sealed_ledger(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A ledger is sealed although an entry of it has not ended.

    Why: what is still open must be carried to the next list before the year is closed.
    """
    for entry in whole.entries.values():
        cover = whole.setting.covers.get(entry.ledger)
        reopened = any(line.did == "reopen" for line in entry.log)
        if cover and cover.sealed and entry.kind != "record" and entry.status not in ENDED and not reopened:
            yield (
                entry.id,
                Problem(_("{id} has not ended, but its ledger is sealed", id=entry.id), ("status",)),
            )


@rule("LG421", "rebound-unanswered", Severity.WARNING)
def rebound_unanswered(subject: Subject) -> Iterator[Problem]:
    """A recheck found a rebound, or a review a change, and nothing followed in time.

    Why: a problem that came back and is left closed was never put right.
    """
    answers = {"rebound": "reopen", "changed": "revise"}
    days = subject.setting.book.notice.rebound_days
    lines = [each for each in heard(subject.entry.log).lines if each.line.date <= subject.today]
    for place, (index, line) in enumerate(lines):
        answer = answers.get(line.result or "")
        if answer is None or line.basis or (line.did == "review" and subject.entry.kind != "risk"):
            continue
        late = subject.today > line.date + timedelta(days=days)
        if late and not any(each.line.did == answer for each in lines[place + 1 :]):
            yield Problem(
                _(
                    "{result} found, and no {verb} within {days} days",
                    result=_(line.result or ""),
                    verb=answer,
                    days=days,
                ),
                ("log", index, "result"),
                hint=f"ledger {answer} {subject.entry.id}",
            )


@rule("LG431", "risk-without-measures", Severity.WARNING)
def risk_without_measures(subject: Subject) -> Iterator[Problem]:
    """A risk has no measure against it.

    Why: finding a risk is half of the work.
    """
    if subject.entry.kind == "risk" and subject.is_living and not subject.entry.measures:
        yield Problem(
            _("the risk has no measure"), (), hint=f"ledger measure {subject.entry.id} --add {_('TEXT')}"
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
            hint=f"ledger set {entry.id} leader=…",
        )


@rule("LG433", "approved-without-meeting")
def approved_without_meeting(subject: Subject) -> Iterator[Problem]:
    """A risk is approved, but no meeting stands behind it.

    Why: 会议定 is the last of the four steps; without it nobody has fixed the level.
    """
    if subject.entry.status == "approved" and subject.entry.approval is None:
        yield Problem(_("approved needs approval: {{meeting, date}}"), ("status",))


@rule("LG434", "risk-without-power", Severity.WARNING)
def risk_without_power(subject: Subject) -> Iterator[Problem]:
    """A risk does not say which power it belongs to.

    Why: 权责, 风险点 and 措施 are three counts that must hang together.
    """
    if subject.entry.kind == "risk" and subject.is_living and subject.entry.power is None:
        yield Problem(_("the risk names no power"), (), hint=f"ledger set {subject.entry.id} power=…")


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
    status_differs_from_log,
    round_differs_from_log,
    due_differs_from_log,
    replayed(
        "LG404",
        "step-from-wrong-status",
        "The verb is not possible from the status that the entry had.",
    ),
    replayed(
        "LG405",
        "step-not-of-this-kind",
        "The verb or status does not belong to the lifecycle of this kind.",
    ),
    replayed(
        "LG406",
        "step-without-its-words",
        "The step lacks what it must say: a note, a reason, an opinion, a document.",
    ),
    replayed(
        "LG407",
        "step-skipped",
        "A step that the policy wants was not done since the last add, adopt, return or reopen.",
    ),
    replayed(
        "LG408",
        "claimed-with-open-measure",
        "It was claimed as done while a measure of it was open: two clean merges can join that.",
    ),
    replayed("LG409", "closed-during-publicity", "It was closed before publicity was over."),
    replayed(
        "LG410",
        "was-differs-from-before",
        "A line says a deadline was another than the lines before it give.",
    ),
    replayed(
        "LG411",
        "due-moved-the-wrong-way",
        "An extension must lead to a later day, an amendment to an earlier one.",
    ),
    replayed(
        "LG412",
        "too-many-extensions",
        "More extensions were granted in a round than the policy allows.",
    ),
    replayed("LG413", "log-does-not-begin", "A log begins with add or adopt, and has only one beginning."),
    replayed(
        "LG414",
        "correction-without-approver",
        "Only who typed a line corrects it alone, and only for some days.",
    ),
    replayed(
        "LG415",
        "correction-of-nothing",
        "A correction must speak of a line that is there, and give a value that can stand.",
    ),
    field_differs_from_log,
    replayed(
        "LG417",
        "field-of-another-verb",
        "The field belongs to a verb of its own, with its own reason and approver.",
    ),
    replayed("LG418", "unknown-measure", "The log speaks of a measure that the entry does not have."),
    changed_after_seal,
    living_entry_in_sealed_ledger,
    rebound_unanswered,
    risk_without_measures,
    high_risk_without_leader,
    approved_without_meeting,
    risk_without_power,
    power_without_risk,
)
