"""`ledger init`, `new`, `unit`, `person`: setting up without YAML."""

import re
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cleanledger import clock, git
from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals, LedgerCommand, LedgerGroup
from cleanledger.cli.session import Session, read_day
from cleanledger.cli.tables import FormatOption, show_table
from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.policy import PRESETS
from cleanledger.model.scalars import Email, Post, UnitCode
from cleanledger.model.validate import read_as
from cleanledger.model.vocabulary import KINDS, ROLES, UNIT_KINDS, choices, one_of
from cleanledger.operations.editor import EditorFiles, editor_files
from cleanledger.operations.naming import find_unit, find_word
from cleanledger.operations.save import Message, save, writing
from cleanledger.operations.set_up import add_to_units, filled, new_book, new_ledger
from cleanledger.reports.people import people_table, units_table
from cleanledger.store.changeset import FileChange, pending
from cleanledger.store.library import FOLDER, Shelf

DateOption = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help=_("The first day; default: since ever."))
]


def init(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help=_("Where the book is made; default here."))
    ] = Path(),
    *,
    preset: Annotated[
        str,
        typer.Option("--preset", metavar="solo|paper|team", help=_("How strict the rules are; see above.")),
    ] = "paper",
    name: Annotated[
        str | None, typer.Option("--name", metavar="TEXT", help=_("The name of the book."))
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar='"CODE NAME"', help=_("The first unit: its code and name.")),
    ] = None,
    email: Annotated[
        str | None, typer.Option("--email", metavar="E", help=_("Your e-mail; default what git knows."))
    ] = None,
    no_editor: Annotated[
        bool, typer.Option("--no-editor", help=_("Write no schemas and no settings for editors."))
    ] = False,
) -> None:
    """Make a new book with one unit and one person (--as names the post).

    solo: one person keeps the book, nobody checks. paper: claims are checked by others, on paper.
    team: as paper, and each line is committed by who typed it.
    """
    given = context.ensure_object(Globals)
    if preset not in PRESETS:
        raise UsageError(_("there is no preset {name}", name=preset), one_of(PRESETS))
    root = _new_folder(folder)
    identity = git.identity(root)
    code, unit_name = _code_and_name(
        unit or ask(_("The first unit: code and name, e.g. JGDW 机关党委"), "--unit", _unit_typed)
    )
    post = given.post or ask(_("Your post, e.g. jgdw-clerk"), "--as", partial(read_as, Post))
    address = email or (identity.email if identity else None)
    address = address or ask(_("Your e-mail"), "--email", partial(read_as, Email))
    roles = ["clerk", "reviewer", "approver"] if preset == "solo" else ["clerk"]
    today = clock.today("Asia/Shanghai")
    changes = new_book(
        root,
        name=name or unit_name,
        preset=preset,
        unit={"code": code, "name": unit_name},
        person={"code": post, "unit": code, "roles": list(roles), "holders": [{"email": address}]},
        today=today,
    )
    for_editor = EditorFiles([]) if no_editor else editor_files(root, "zh")
    repository = git.find_repository(root) or git.make_repository(root)
    # The dotfiles lie beside the book: the whole folder is one change set.
    place = Shelf(root, root)
    with writing(place, repository):
        changes += for_editor.changes
        note = save(place, repository, changes, Message("init", (name or unit_name,)).text("zh"))
    output.say(_("made {path}", path=FOLDER + "/"))
    output.say(_("next: ledger new RW-{year} --kind task --title TITLE", year=today.year))
    output.note(for_editor.note)
    output.note(note)


def _new_folder(folder: Path) -> Path:
    """Where the new book goes, made where it is not there; what broke off there is settled first."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UsageError(_("{path} is no folder", path=folder), _("name a folder")) from None
    root = folder.resolve()
    if pending(root):
        with writing(Shelf(root, root), git.find_repository(root)):
            pass
    if (root / FOLDER / "book.yaml").exists():
        raise Refused(_("there is a book already: {path}", path=f"{FOLDER}/book.yaml"))
    return root


def _unit_typed(text: str) -> str:
    read_as(UnitCode, _code_and_name(text)[0])
    return text


def _code_and_name(text: str) -> tuple[str, str]:
    code, _space, name = re.sub(r"[=\s]+", " ", text.strip()).partition(" ")
    return code, name or code


def new(
    context: typer.Context,
    ledger: Annotated[
        str | None, typer.Argument(metavar="LEDGER", help=_("The new ledger's id, e.g. RW-2024."))
    ] = None,
    *,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=choices(KINDS))] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help=_("The title as printed."))
    ] = None,
    issued_on: Annotated[
        str | None, typer.Option("--issued-on", metavar="DATE", help=_("Day of issue; default today."))
    ] = None,
    keeper: Annotated[
        str | None, typer.Option("--keeper", metavar="UNIT", help=_("The unit that keeps it; default yours."))
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="Y", help=_("The year of deadlines that name none."))
    ] = None,
    plan: Annotated[str | None, typer.Option("--plan", metavar="CODE", help=_("A plan or a theme."))] = None,
    campaign: Annotated[str | None, typer.Option("--campaign", metavar="CODE", help=_("A campaign."))] = None,
    carrier: Annotated[
        str | None, typer.Option("--carrier", metavar="TEXT", help=_("The carrier, as printed."))
    ] = None,
) -> None:
    """Make a new ledger with its cover."""
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    session.set_up_by(setting)
    desk = session.desk(setting)
    ledger = ledger or ask(_("The new ledger's id, e.g. RW-2024"), "LEDGER")
    kind = find_word(kind or ask(_("What kind of entries"), "--kind"), KINDS, _("kind"))
    issued = read_day(issued_on) if issued_on else desk.today
    own = setting.directory.unit_of(desk.typist)
    facts = filled(
        {
            "kind": kind,
            "title": title or ask(_("The title as printed"), "--title"),
            "keeper": find_unit(setting, keeper) if keeper else own,
            "issued_on": issued,
            "year": year or issued.year,
            "plan": plan,
            "campaign": campaign,
            "carrier": carrier,
        }
    )
    change = new_ledger(session.shelf, setting, ledger, facts, desk.today)
    _save(session, [change], "new", ledger)
    output.say(f"{ledger}  {facts['title']}")
    output.say(_('next: ledger add {ledger} "TITLE" -u UNIT -d DATE', ledger=ledger))


def _save(session: Session, changes: list[FileChange], action: str, subject: str) -> None:
    book = session.setting(()).book
    message = Message(action, (subject,)).text(book.language)
    with writing(session.shelf, session.repository):
        note = save(session.shelf, session.repository, changes, message, commit=book.git.commit)
    output.note(note)


units = typer.Typer(
    name="unit",
    cls=LedgerGroup,
    rich_markup_mode=None,
    help=_("Units of the book."),
    no_args_is_help=True,
)
people = typer.Typer(
    name="person",
    cls=LedgerGroup,
    rich_markup_mode=None,
    help=_("Posts and who holds them."),
    no_args_is_help=True,
)


@units.command("add", cls=LedgerCommand, help=_("Add a unit."))
def unit_add(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help=_("Capital letters, digits, hyphens."))],
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("The name as printed."))],
    *,
    under: Annotated[
        str | None, typer.Option("--under", metavar="UNIT", help=_("The unit above it."))
    ] = None,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", metavar="TEXT", help=_("Another name; may be given again."))
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=choices(UNIT_KINDS))] = None,
    since: DateOption = None,
) -> None:
    """Add a unit."""
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    session.set_up_by(setting)
    desk_day = session.now(setting)
    item = filled(
        {
            "code": code,
            "name": name,
            "aliases": list(alias or []),
            "kind": find_word(kind, UNIT_KINDS, _("kind of unit")) if kind else None,
            "parent": find_unit(setting, under) if under else None,
            "from": read_day(since) if since else None,
        }
    )
    _save(session, [add_to_units(session.shelf, setting, "units", item, desk_day)], "unit-add", code)
    output.say(f"{code}  {name}")


@units.command("list", cls=LedgerCommand, help=_("Show the units as of today."))
def unit_list(context: typer.Context, *, format: FormatOption = None) -> None:
    """Show the units as of today."""
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    day = session.day(setting)
    show_table(session, setting, units_table(setting.directory, day), day, format)


@people.command("add", cls=LedgerCommand, help=_("Add a post and who holds it."))
def person_add(
    context: typer.Context,
    post: Annotated[
        str, typer.Argument(metavar="POST", help=_("Small letters, digits, hyphens, e.g. gdbh-clerk."))
    ],
    *,
    name: Annotated[
        str | None, typer.Option("--name", metavar="TEXT", help=_("The post as printed."))
    ] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help=_("The unit of the post."))],
    role: Annotated[list[str] | None, typer.Option("--role", metavar="ROLE", help=choices(ROLES))] = None,
    email: Annotated[
        str | None, typer.Option("--email", metavar="E", help=_("What git knows the holder by."))
    ] = None,
    key: Annotated[
        str | None, typer.Option("--key", metavar="K", help=_("The same for all posts of one human."))
    ] = None,
    since: DateOption = None,
) -> None:
    """Add a post and who holds it."""
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    session.set_up_by(setting)
    holder = filled({"key": key, "email": email, "from": read_day(since) if since else None})
    item = filled(
        {
            "code": post,
            "name": name,
            "unit": find_unit(setting, unit),
            "roles": [find_word(each, ROLES, _("role")) for each in role or []],
            "holders": [holder] if holder else [],
        }
    )
    change = add_to_units(session.shelf, setting, "people", item, session.now(setting))
    _save(session, [change], "person-add", post)
    output.say(f"{post}  {name or ''}".rstrip())


@people.command("list", cls=LedgerCommand, help=_("Show the posts as of today."))
def person_list(context: typer.Context, *, format: FormatOption = None) -> None:
    """Show the posts as of today."""
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    day = session.day(setting)
    show_table(session, setting, people_table(setting.directory, day), day, format)
