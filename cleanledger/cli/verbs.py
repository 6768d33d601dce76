"""The verbs on entries as commands, all made from the table."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any

import typer

from cleanledger.cli import output
from cleanledger.cli.answers import asked, counted_from, required, told, with_deadline
from cleanledger.cli.approve import approve
from cleanledger.cli.ask import ask
from cleanledger.cli.beginning import written
from cleanledger.cli.globals import Globals
from cleanledger.cli.help import metavar
from cleanledger.cli.readings import show_readings
from cleanledger.cli.session import Session
from cleanledger.i18n import _
from cleanledger.model.deadlines import Reading
from cleanledger.model.entry import Entry
from cleanledger.model.lifecycle import ENDED, MOVES, Move
from cleanledger.model.log import LogLine
from cleanledger.model.states import extension_to
from cleanledger.model.vocabulary import field_name, status_word, verb_word
from cleanledger.operations.act import Act
from cleanledger.operations.beside import refuse_beside
from cleanledger.operations.by_verb import acts_of, beginning_of
from cleanledger.operations.deadlines import readings_in
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import Draft, draft
from cleanledger.operations.naming import find_entry
from cleanledger.operations.options import Argument, Option, Takes
from cleanledger.operations.save import Approved, Message, diff, save, writing
from cleanledger.operations.set_fields import named_changes
from cleanledger.operations.verbs import Verb, log_date

_LISTS = (Takes.TEXTS, Takes.CHANGES, Takes.PAIRS, Takes.FILES, Takes.UNITS, Takes.ENTRIES, Takes.NUMBERS)
_METAVARS = {
    Takes.DATE: "DATE",
    Takes.DEADLINE: "DUE",
    Takes.NUMBER: "N",
    Takes.NUMBERS: "N",
    Takes.ACTOR: "POST",
    Takes.FILE: "FILE",
    Takes.FILES: "FILE",
    Takes.UNIT: "UNIT",
    Takes.UNITS: "UNIT",
    Takes.ENTRY: "ID",
    Takes.ENTRIES: "ID",
    Takes.LEDGER: "LEDGER",
    Takes.STATUS: "STATUS",
    Takes.CHANGES: "KEY=VALUE",
    Takes.PAIRS: "NAME=VALUE",
}


def command_of(verb: Verb) -> Callable[..., None]:
    """The function that typer makes a command of, with the parameters of `verb`."""

    def command(context: typer.Context, **given: Any) -> None:
        (_begin if verb.begins else _perform)(verb, Session(context.ensure_object(Globals)), given)

    parameters = list(_parameters(verb))
    command.__name__ = verb.name
    command.__doc__ = _(verb.help)
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command


def _parameters(verb: Verb) -> Iterator[inspect.Parameter]:
    yield _parameter("context", typer.Context, inspect.Parameter.empty)
    if not verb.begins:
        ids = typer.Argument(
            metavar="ID…" if verb.several else "ID", help=_("The entry, or what is unique of its id.")
        )
        yield _parameter("ids", Annotated[(list[str] if verb.several else str) | None, ids], None)
    for argument in verb.arguments:
        shape = typer.Argument(metavar=argument.metavar, help=_(argument.help))
        yield _parameter(argument.key, Annotated[_type(argument.takes), shape], None)
    for option in verb.all_options:
        words = typer.Option(*option.flags, help=_(option.help), metavar=_metavar(option.takes))
        default = False if option.takes is Takes.SWITCH else None
        yield _parameter(option.key, Annotated[_type(option.takes), words], default)
    dry_run = typer.Option("--dry-run", help=_("Show what would be written, and write nothing."))
    yield _parameter("dry_run", Annotated[bool, dry_run], False)


def _type(takes: Takes) -> Any:
    if takes is Takes.SWITCH:
        return bool
    single = int if takes in (Takes.NUMBER, Takes.NUMBERS) else str
    return list[single] | None if takes in _LISTS else single | None  # type: ignore[valid-type]


def _metavar(takes: Takes) -> str | None:
    return None if takes is Takes.SWITCH else _METAVARS.get(takes, "TEXT")


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _begin(verb: Verb, session: Session, given: dict[str, Any]) -> None:
    """Makes the new entry that `verb` begins."""
    dry_run = given.pop("dry_run")
    setting = session.setting()
    desk = session.desk(setting)
    values, reading = with_deadline(verb, desk, required(verb, told(verb, desk, given), desk))
    typed = _typed_in_fields(verb, desk, values, None)
    show_readings(session, setting, [reading, *typed], explain=values.pop("explain", False))
    if dry_run:
        planned = beginning_of(verb.name, desk, values)
        message = Message(verb.name, (planned.entry.id,), planned.entry.kind)
        output.put(diff(session.shelf, approve(desk, planned.changes, message)))
        return
    with writing(session.shelf, session.repository):
        (new,), note = written(session, desk, verb.name, lambda: (beginning_of(verb.name, desk, values),))
    output.say(f"{new.entry.id}  {new.entry.title}")
    if new.entry.due and new.entry.due < desk.today and new.entry.status not in ENDED:
        output.note(_("note: its deadline {due} has passed already", due=new.entry.due.isoformat()))
    output.note(note)


def _typed_in_fields(verb: Verb, desk: Desk, values: Mapping[str, Any], entry: Entry | None) -> list[Reading]:
    """What the words of deadlines say that were typed as `key=value`; `entry`: None where it begins."""
    texts, ledger = values.get("changes"), values.get("ledger", "")
    if not texts or verb.name == "correct" or (entry is None and ledger not in desk.setting.covers):
        return []
    kind = entry.kind if entry else desk.cover_kind(ledger)
    data = (desk.open(entry.id)[1].data if entry else None) or {}
    base = counted_from(verb, desk, values)
    return list(readings_in(desk.setting, ledger, base, named_changes(kind, data, texts)))


def _perform(verb: Verb, session: Session, given: dict[str, Any]) -> None:
    """Does `verb` to every entry named: all of them, or none."""
    dry_run = given.pop("dry_run")
    asked = given.pop("ids") or ask(_("Which entry (id)"), "ID")
    names = [asked] if isinstance(asked, str) else asked
    ids = tuple(dict.fromkeys(find_entry(session.shelf, each) for each in names))
    ledgers = [entry_id.rpartition("-")[0] for entry_id in ids]
    needs_all = any(option.takes is Takes.LEDGER for option in verb.options)
    setting = session.setting(None if needs_all else tuple(dict.fromkeys(ledgers)))
    desk = session.desk(setting)
    values = required(verb, told(verb, desk, given), desk)
    entries = [desk.open(entry_id)[0] for entry_id in ids]
    each_told = []
    for entry in entries:
        whole = {**values, "ledger": entry.ledger}
        whole |= _asked_for(verb, entry, whole, desk)
        read, reading = with_deadline(verb, desk, whole)
        typed = _typed_in_fields(verb, desk, whole, entry)
        show_readings(session, setting, [reading, *typed], explain=read.pop("explain", False))
        each_told.append(read)
    if dry_run:
        _drafted, allowed, _message = _allowed(session, verb, desk, entries, each_told)
        output.put(diff(session.shelf, allowed))
        return
    with writing(session.shelf, session.repository):
        drafts, allowed, message = _allowed(session, verb, desk, entries, each_told)
        text, commit = message.text(setting.book.language), setting.book.git.commit
        note = save(session.shelf, session.repository, allowed, text, commit=commit)
    said = {remark.entry for remark in allowed.remarks}
    for each in drafts:
        _report(verb, each, desk, remarked=each.entry.id in said)
    output.note(note)


def _allowed(
    session: Session,
    verb: Verb,
    desk: Desk,
    entries: Sequence[Entry],
    each_told: Sequence[Mapping[str, Any]],
) -> tuple[list[Draft], Approved, Message]:
    """What `verb` makes of the entries, as the rules let it pass; and what the commit says."""
    drafts = _drafts(verb, desk, entries, each_told)
    ids = tuple(entry.id for entry in entries)
    concerned = (*ids, *(each.began for each in drafts if each.began))
    message = Message(verb.name, ids, entries[0].kind, concerned)
    changes = (change for each in drafts for change in each.changes)
    return drafts, approve(desk, changes, message), message


def _drafts(
    verb: Verb, desk: Desk, entries: Sequence[Entry], each_told: Sequence[Mapping[str, Any]]
) -> list[Draft]:
    found = []
    for place, (entry, values) in enumerate(zip(entries, each_told, strict=True)):
        data = desk.open(entry.id)[1].data or {}
        act = Act(desk, verb.name, entry, data, log_date(values, desk.today), values, place)
        found.append(draft(desk, entry.id, verb.name, acts_of(act)))
    refuse_beside(desk, verb.name, found)
    return found


def _asked_for(verb: Verb, entry: Entry, values: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    """Answers to what the lifecycle wants this verb to say of this entry; in a pipe the rule refuses."""
    move = MOVES.get((entry.kind, verb.name))
    options = {option.key: option for option in verb.all_options}
    needs: list[str] = []
    is_possible = move is None or not entry.status or entry.status in move.sources
    if not is_possible and verb.name not in _MOVE_DUE:
        return {}  # The rule says so at once; no answer would help.
    if output.is_terminal_both_ways():
        groups = (*verb.asks, *(move.needs if move else ()))
        needs += [group[0] for group in groups if not any(values.get(key) for key in group)]
    # Without a day there is no entry that a rule could judge.
    if move and verb.name == "reopen" and "due" not in values and not entry.standing:
        needs.append("due")
    known = _as_asked(verb, entry, values, desk)
    if move and verb.name == "extend" and "to" not in {*values, *known}:
        needs.insert(0, "to")
    shapes: dict[str, Option | Argument] = dict(options.items())
    shapes |= {argument.key: argument for argument in verb.arguments}
    if move and output.is_terminal_both_ways() and _acts_for_another(move, values, desk):
        needs.append("actor")
    for key in dict.fromkeys(needs):
        if key in shapes:
            known[key] = asked(verb, desk, shapes[key], values)
    if output.is_terminal_both_ways() and _lacks_paper(entry, {**values, **known}, desk):
        known["doc"] = asked(verb, desk, options["doc"], values)
    return known


def _acts_for_another(move: Move, values: Mapping[str, Any], desk: Desk) -> bool:
    """Whether who types has not the role that the act belongs to, and has not said whose it is."""
    own = desk.setting.directory.people.get(desk.typist)
    wanted = {"reviewer", "approver"} if move.verb == "close" else {move.role}
    return bool(move.role and own and "actor" not in values and not wanted & {*own.roles})


def _lacks_paper(entry: Entry, values: Mapping[str, Any], desk: Desk) -> bool:
    """Whether somebody else's act or word is entered, and the paper that the policy wants is not named."""
    others = {values.get(key) for key in ("actor", "approved_by", "refused_by")} - {None, desk.typist}
    policy = desk.setting.policy_of(entry.ledger)(log_date(values, desk.today))
    return bool(others) and policy.paper == "doc" and not values.keys() & {"doc", "meeting"}


def _as_asked(verb: Verb, entry: Entry, values: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    """The deadline of an answer that names none: the one that was asked for."""
    if verb.name != "extend" or "to" in values or not values.keys() & {"approved_by", "refused_by"}:
        return {}
    asked = desk.setting.replay(entry).state.ask
    to = extension_to(asked) if asked else None
    words = {"due_text": asked.due_text} if asked and asked.due_text else {}
    return {"to": to, **words} if to else {}


def _report(verb: Verb, done: Draft, desk: Desk, *, remarked: bool) -> None:
    entry = done.entry
    status = _(": ") + status_word(entry.status, entry.kind) if entry.status else ""
    due = _(", due {due}", due=entry.due.isoformat()) if verb.name in _MOVE_DUE and entry.due else ""
    lead = desk.setting.directory.units.get(entry.lead_unit or "") if verb.name == "transfer" else None
    unit = _(", lead unit {unit}", unit=lead.name) if lead else ""
    output.say(f"{verb_word(verb.name, entry.kind)} {entry.id}{status}{due}{unit}  {entry.title}")
    for line in _remarks(verb, entry, remarked=remarked):
        output.say(line)


_MOVE_DUE = ("extend", "reopen")


def _remarks(verb: Verb, entry: Entry, *, remarked: bool) -> Iterator[str]:
    """What is to be known of what was done, beside that it was."""
    last = entry.log[-1]
    if verb.name == "extend":
        yield from _of_extension(entry, last, remarked=remarked)
    elif verb.name == "carry":
        yield _("goes on as {id}", id=last.to)
    elif verb.name == "transfer":
        lines = [line for line in entry.log if line.did == "transfer" and line.date == last.date]
        if any(line.field == "owner" and line.now is None for line in lines):
            command = f"ledger set {entry.id} owner=" + metavar("POST")
            yield _("it has no owner now; to name one: {command}", command=command)
    elif verb.name in ("set", "amend") and any(
        line.field == "due_text" and line.now is None for line in entry.log[-2:]
    ):
        yield _("the words of the deadline no longer fitted and were taken out: {field}",
                field=field_name("due_text"))  # fmt: skip


def _of_extension(entry: Entry, last: LogLine, *, remarked: bool) -> Iterator[str]:
    if last.approved_by is None and last.refused_by is None:
        grant = f"ledger extend {entry.id} " + metavar("--approved-by POST --doc PAPER")
        yield _("asked for, not granted yet; to grant it: {command}", command=grant)
    if not remarked and last.was and str(last.was) < last.date.isoformat():
        yield _("note: this came after the deadline {due} had passed", due=last.was)
