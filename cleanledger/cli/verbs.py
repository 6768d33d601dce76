"""The verbs on one entry as commands, all made from the table."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals
from cleanledger.cli.help import metavar
from cleanledger.cli.session import Session, read_day
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.lifecycle import MOVES
from cleanledger.model.setting import Setting
from cleanledger.model.states import extension_to
from cleanledger.model.vocabulary import status_word, verb_word
from cleanledger.operations.act import Act
from cleanledger.operations.by_verb import acts_of
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import Draft, draft
from cleanledger.operations.naming import find_actor, find_entry
from cleanledger.operations.save import Message, diff, save, writing
from cleanledger.operations.verbs import COMMON, Argument, Option, Takes, Verb, log_date

_TYPES: Mapping[Takes, Any] = {
    Takes.TEXT: str | None,
    Takes.TEXTS: list[str] | None,
    Takes.DATE: str | None,
    Takes.NUMBER: int | None,
    Takes.ACTOR: str | None,
    Takes.FILES: list[str] | None,
    Takes.SWITCH: bool,
}
_METAVARS = {
    Takes.DATE: "DATE",
    Takes.NUMBER: "N",
    Takes.ACTOR: "POST",
    Takes.FILES: "FILE",
    Takes.TEXT: "TEXT",
    Takes.TEXTS: "TEXT",
}


def command_of(verb: Verb) -> Callable[..., None]:
    """The function that typer makes a command of, with the parameters of `verb`."""

    def command(context: typer.Context, **given: Any) -> None:
        perform(verb, Session(context.ensure_object(Globals)), given)

    parameters = list(_parameters(verb))
    command.__name__ = verb.name
    command.__doc__ = _(verb.help)
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command


def _parameters(verb: Verb) -> Iterator[inspect.Parameter]:
    yield _parameter("context", typer.Context, inspect.Parameter.empty)
    ids = typer.Argument(
        metavar="ID…" if verb.several else "ID", help=_("The entry, or what is unique of its id.")
    )
    yield _parameter("ids", Annotated[(list[str] if verb.several else str) | None, ids], None)
    for argument in verb.arguments:
        shape = typer.Argument(metavar=argument.metavar, help=_(argument.help))
        yield _parameter(argument.key, Annotated[_TYPES[argument.takes], shape], None)
    for option in _options_of(verb):
        shape = typer.Option(*option.flags, help=_(option.help), metavar=_METAVARS.get(option.takes))
        default = False if option.takes is Takes.SWITCH else None
        yield _parameter(option.key, Annotated[_TYPES[option.takes], shape], default)
    dry_run = typer.Option("--dry-run", help=_("Show what would be written, and write nothing."))
    yield _parameter("dry_run", Annotated[bool, dry_run], False)


def _options_of(verb: Verb) -> tuple[Option, ...]:
    own = {option.key for option in verb.options} | {argument.key for argument in verb.arguments}
    return (*verb.options, *(option for option in COMMON if option.key not in own))


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def perform(verb: Verb, session: Session, given: dict[str, Any]) -> None:
    """Does `verb` to every entry named: all of them, or none."""
    dry_run = given.pop("dry_run")
    asked = given.pop("ids") or ask(_("Which entry (id)"), "ID")
    ids = tuple(
        dict.fromkeys(
            find_entry(session.shelf, each) for each in ([asked] if isinstance(asked, str) else asked)
        )
    )
    setting = session.setting(tuple(dict.fromkeys(entry_id.rpartition("-")[0] for entry_id in ids)))
    desk = session.desk(setting)
    given = _read(verb, setting, desk, _required(verb, given))
    drafts = [_draft(desk, verb, entry_id, given) for entry_id in ids]
    changes = [change for each in drafts for change in each.changes]
    if dry_run:
        output.put(diff(session.shelf, changes))
        return
    message = Message(verb.name, ids, drafts[0].entry.kind, ids).text(setting.book.language)
    with writing(session.shelf, session.repository):
        note = save(session.shelf, session.repository, changes, message, commit=setting.book.git.commit)
    for each in drafts:
        _report(verb, each)
    output.note(note)


def _draft(desk: Desk, verb: Verb, entry_id: str, given: Mapping[str, Any]) -> Draft:
    entry, document = desk.open(entry_id)
    told = {**given, **_as_asked(desk, verb, entry, given), **_asked_for(verb, entry, given)}
    act = Act(desk, verb.name, entry, document.data or {}, log_date(given, desk.today), told)
    return draft(desk, entry_id, verb.name, acts_of(act))


def _answers(given: Mapping[str, Any]) -> bool:
    return bool(given.get("approved_by") or given.get("refused_by"))


def _as_asked(desk: Desk, verb: Verb, entry: Entry, given: Mapping[str, Any]) -> dict[str, Any]:
    """The deadline of an answer that names none: the one that was asked for."""
    if verb.name != "extend" or given.get("to"):
        return {}
    asked = desk.setting.replay(entry).state.ask
    to = extension_to(asked) if asked else None
    return {"to": to or ask(_("The new deadline."), "--to", read_day)}


def _required(verb: Verb, given: dict[str, Any]) -> dict[str, Any]:
    """What was given, with every required argument asked for where it is missing."""
    for argument in verb.arguments:
        if argument.required and given.get(argument.key) in (None, [], ()):
            answer = ask(_(argument.help), argument.metavar)
            given[argument.key] = [answer] if argument.takes is Takes.TEXTS else answer
    if verb.name == "extend" and not (given.get("to") or _answers(given)):
        given["to"] = ask(_("The new deadline."), "--to")
    return given


def _read(verb: Verb, setting: Setting, desk: Desk, given: dict[str, Any]) -> dict[str, Any]:
    """What was given, as values: days, codes of posts, paths; what was not given is left out."""
    found = {}
    shapes: tuple[Option | Argument, ...] = (*verb.arguments, *_options_of(verb))
    for shape in shapes:
        value = given.get(shape.key)
        if value not in (None, [], (), False):
            found[shape.key] = _value(setting, shape, value)
    if "meeting" in found:
        found["meeting"] = find_entry(desk.shelf, found["meeting"])
    return found


def _value(setting: Setting, shape: Option | Argument, value: Any) -> Any:
    if shape.takes is Takes.DATE:
        return read_day(value)
    if shape.takes is Takes.ACTOR:
        return find_actor(setting, value)
    if shape.takes is Takes.FILES:
        return [Path(each) for each in value]
    if shape.takes is Takes.TEXT and not value.strip():
        raise UsageError(_("{option} is empty", option=shape.key))
    return value


def _asked_for(verb: Verb, entry: Entry, given: Mapping[str, Any]) -> dict[str, str]:
    """On a terminal, answers to what the lifecycle wants this verb to say; in a pipe the rule refuses."""
    move = MOVES.get((entry.kind, verb.name))
    if move is None or not output.is_terminal_both_ways():
        return {}
    helps = {option.key: option.help for option in (*verb.options, *COMMON)}
    needs = [need for need in move.needs if not any(given.get(key) for key in need)]
    if verb.name == "extend" and not (given.get("reason") or _answers(given)):
        needs.append(("reason",))
    return {need[0]: ask(_(helps[need[0]]), need[0]) for need in needs if need[0] in helps}


def _report(verb: Verb, done: Draft) -> None:
    entry = done.entry
    status = _(": ") + status_word(entry.status, entry.kind) if entry.status else ""
    due = _(", due {due}", due=entry.due.isoformat()) if verb.name == "extend" and entry.due else ""
    output.say(f"{verb_word(verb.name, entry.kind)} {entry.id}{status}{due}  {entry.title}")
    if verb.name == "extend" and entry.log[-1].approved_by is None and entry.log[-1].refused_by is None:
        grant = f"ledger extend {entry.id} --to {entry.log[-1].to} "
        grant += metavar("--approved-by POST --doc PAPER")
        output.say(_("asked for, not granted yet; to grant it: {command}", command=grant))
    if (
        verb.name == "extend"
        and entry.log[-1].was
        and str(entry.log[-1].was) < entry.log[-1].date.isoformat()
    ):
        output.say(_("note: this came after the deadline {due} had passed", due=entry.log[-1].was))
