"""LG4xx: the log must be legal, and give what the file says."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from cleanledger.checks.rule import Rule, Subject, rule
from cleanledger.i18n import N_, _
from cleanledger.model.corrections import heard
from cleanledger.model.entry import Entry
from cleanledger.model.finding import Severity
from cleanledger.model.lifecycle import ENDED, MOVES, command_for, owner_of
from cleanledger.model.owed import owed
from cleanledger.model.paths import field_path, value_at
from cleanledger.model.setting import Setting
from cleanledger.model.source import Problem
from cleanledger.model.vocabulary import RESULTS, either, field_name, status_word, verb_word, word

AFTER_SEALING = frozenset({"recheck", "correct", "accept", "reopen"})


@rule(
    "LG401", "status-differs-from-log", hint=N_("take the status back, and use the command that leads there")
)
def status_differs_from_log(subject: Subject) -> Iterator[Problem]:
    """`status` is not what replaying the log gives.

    Why: a status that was written by hand skips every rule of the way there.

    Example:
        # RW-2024/RW-2024-001.yaml
        status: doing  # LG401
        round: 1
        log:
          - {date: 2024-02-05, by: jgdw-clerk, did: add, …}
    """
    entry, given = subject.entry, subject.replay.state.status
    if entry.kind == "record":
        return
    stated_status = entry.status or subject.replay.first.status
    if stated_status != given:
        yield Problem(
            _(
                "status is {status}, but the log gives {given}",
                status=status_word(stated_status, entry.kind),
                given=status_word(given, entry.kind),
            ),
            ("status",) if entry.status else (),
        )


@rule("LG402", "round-differs-from-log", hint=N_("take the round back: only reopening begins a new one"))
def round_differs_from_log(subject: Subject) -> Iterator[Problem]:
    """`round` is not what replaying the log gives.

    Why: evidence and extensions are counted by round.

    Example:
        # RW-2024/RW-2024-001.yaml
        status: open
        round: 2  # LG402
        log:
          - {date: 2024-02-05, by: jgdw-clerk, did: add, …}
    """
    entry, given = subject.entry, subject.replay.state.round
    if entry.kind in ("task", "rectification") and (entry.round or 1) != given:
        yield Problem(
            _("round is {round}, but the log gives {given}", round=entry.round or 1, given=given), ("round",)
        )


@rule(
    "LG403",
    "due-differs-from-log",
    hint=N_("put it back to what the log gives; a deadline moves with ledger extend"),
)
def due_differs_from_log(subject: Subject) -> Iterator[Problem]:
    """`due` is not what replaying the log gives.

    Why: a deadline moves by an extension that somebody granted, or it does not move.

    Example:
        # RW-2024/RW-2024-001.yaml
        due: 2025-01-31  # LG403
        …
        log:
          - {date: …, by: jgdw-clerk, did: add, due: 2024-12-31, …}
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
            hint=_hint_for_due(given),
        )


def _hint_for_due(given: date | None) -> str:
    if given is None:
        return _("take it out: the log knows of no deadline")
    return _("put it back to {given}; a deadline moves with ledger extend", given=given.isoformat())


@rule("LG416", "field-differs-from-log", hint=N_("put back what was there, and use the verb that changes it"))
def field_differs_from_log(subject: Subject) -> Iterator[Problem]:
    """A field does not hold what the log last said of it, or a line's `was` never held before.

    Why: what was promised is changed in the open, by a line that says who and why. Two who changed it at the
    same time each name what held before them.

    Example:
        # ZG-2024/ZG-2024-002.yaml
        lead_unit: ZFJ  # LG416
        …
        log:
          - {date: …, did: add, due: 2024-10-31, lead_unit: GDBH}
    """
    data = subject.document.data or {}
    known: dict[str, object] = {}
    held: defaultdict[str, list[object]] = defaultdict(list)
    for index, line in heard(subject.entry.log).lines:
        if line.did == "add" and line.lead_unit:
            known["lead_unit"] = line.lead_unit
            held["lead_unit"].append(line.lead_unit)
        if line.did == "approve":
            # Where there is no approval at all, LG433 says so.
            meeting = line.meeting if subject.entry.approval else None
            given = {"level": line.level, "approval.meeting": meeting}
            for name, said in given.items():
                if said:
                    known[name] = said
                    held[name].append(said)
        if line.did not in ("transfer", "amend", "set") or not line.field or line.field == "due":
            continue
        if line.field in known and line.was not in held[line.field]:
            yield Problem(
                _("was: is not what {field} held before", field=field_name(line.field)), ("log", index, "was")
            )
        known[line.field] = line.now
        held[line.field] += [line.was, line.now]
    for name, value in known.items():
        where = field_path(data, name)
        if value_at(data, where) != value:
            yield Problem(
                _("{field} is not what the log says it is now", field=field_name(name)),
                where,
                hint=command_for(owner_of(subject.entry.kind, name) or "set", subject.entry.id, "…"),
            )


@rule("LG419", "changed-after-seal", hint=N_("take the line back: ledger correct"))
def changed_after_seal(subject: Subject) -> Iterator[Problem]:
    """Something was done after the ledger was sealed, other than recheck, correct, accept and reopen.

    Why: a sealed ledger is the statement of its year.

    Example:
        # RW-2023/ledger.yaml
        sealed: {date: 2024-01-10, …}
        # RW-2023/RW-2023-001.yaml
        log:
          …
          - {…, did: close, entered: 2024-01-12, opinion: 同意办结}  # LG419
    """
    sealed = _seal_of(subject.setting, subject.entry.ledger)
    for index, line in subject.lines if sealed else ():
        if sealed is None or (line.did == "reopen" and line.typed_on >= sealed):
            return  # It lives again, and goes its way to the end.
        # Within the day of sealing nobody knows which came first, but for what is typed at this moment.
        is_now = subject.typed_from is not None and index >= subject.typed_from
        is_after = line.typed_on > sealed or (is_now and line.typed_on == sealed)
        if is_after and line.did not in AFTER_SEALING:
            yield Problem(_("the ledger was sealed on {day}", day=sealed.isoformat()), ("log", index, "did"))


def _seal_of(setting: Setting, ledger: str) -> date | None:
    cover = setting.covers.get(ledger)
    return cover.sealed.date if cover and cover.sealed else None


@rule("LG420", "living-entry-in-sealed-ledger", hint=N_("end it, or carry it on to the next list"))
def living_entry_in_sealed_ledger(subject: Subject) -> Iterator[Problem]:
    """A ledger is sealed although an entry of it has not ended.

    Why: what is still open must be carried to the next list before the year is closed.

    Example:
        # RW-2023/ledger.yaml
        sealed: {date: 2024-01-10, …}
        # RW-2023/RW-2023-001.yaml
        due: 2023-12-31
        status: open  # LG420
    """
    entry, sealed = subject.entry, _seal_of(subject.setting, subject.entry.ledger)
    if sealed is None or entry.kind == "record" or not subject.is_living:
        return
    if not any(line.did == "reopen" and line.typed_on >= sealed for line in entry.log):
        message = _("{id} has not ended, but its ledger is sealed", id=entry.id)
        yield Problem(message, ("status",), hint=_ways_to_end(entry))


def _ways_to_end(entry: Entry) -> str:
    """The commands that end an entry or carry it on, each for the kinds that have it."""
    ends = [move.verb for (kind, _verb), move in MOVES.items() if kind == entry.kind and move.target in ENDED]
    words = {"carry": ("--into", _("LEDGER"))}
    commands = [command_for(verb, entry.id, *words.get(verb, ())) for verb in ends]
    return _("end it: {commands}", commands=either(commands))


@rule(
    "LG421",
    "rebound-unanswered",
    Severity.WARNING,
    hint=N_("reopen it, or say in basis of the line what was done about it; a risk is revised"),
)
def rebound_unanswered(subject: Subject) -> Iterator[Problem]:
    """A recheck found a rebound, or a review a change, and nothing followed in time.

    Why: a problem that came back and is left closed was never put right.

    Example:
        # ZG-2024/ZG-2024-001.yaml
        status: closed
        …
        log:
          …
          - {date: 2024-07-15, …, did: recheck, result: rebound, …}  # LG421
    """
    days = subject.setting.book.notice.rebound_days
    lines = [each for each in heard(subject.entry.log).lines if each.line.date <= subject.today]
    for (index, line), what in owed(subject.entry.kind, lines):
        if what.answered_on is None and (subject.today - what.since).days > days:
            yield Problem(
                _(
                    "{result} found, and no {verb} within {days} days",
                    result=word(RESULTS, line.result or ""),
                    verb=verb_word(what.verb, subject.entry.kind),
                    days=days,
                ),
                ("log", index, "result"),
                hint=command_for(what.verb, subject.entry.id),
            )


@rule(
    "LG422",
    "adopted-from-nowhere",
    hint=N_("name the older list: ledger adopt LEDGER TITLE --list FILE; or the entry in from:"),
)
def adopted_from_nowhere(subject: Subject) -> Iterator[Problem]:
    """An entry was adopted, but neither from an older list on the cover nor from an entry carried to it.

    Why: adopting takes over a state that no rule has judged; it must be seen where it came from.

    Example:
        # RW-2024/RW-2024-003.yaml
        log:
          - {date: …, did: adopt, status: doing, …, row: 4}  # LG422
        # RW-2024/ledger.yaml
        kind: task
        title: 2024年任务清单
        keeper: JGDW
    """
    cover = subject.setting.covers.get(subject.entry.ledger)
    for index, line in subject.lines:
        if line.did != "adopt":
            continue
        if line.from_ is None and cover and not cover.adopted_from:
            yield Problem(
                _("neither from: nor the cover says what was adopted"),
                ("log", index),
            )
        origin = subject.refers_to(line.from_) if line.from_ else None
        if origin and not any(each.did == "carry" and each.to == subject.entry.id for each in origin.log):
            yield Problem(
                _("{id} was not carried to {here}", id=origin.id, here=subject.entry.id),
                ("log", index, "from"),
            )


RULES: tuple[Rule, ...] = (
    status_differs_from_log,
    round_differs_from_log,
    due_differs_from_log,
    field_differs_from_log,
    changed_after_seal,
    living_entry_in_sealed_ledger,
    rebound_unanswered,
    adopted_from_nowhere,
)
