"""`ledger init` and `ledger new`: a book and its ledgers without YAML."""

import re
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cleanledger import clock, git
from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals
from cleanledger.cli.help import metavar
from cleanledger.cli.session import Session, read_day
from cleanledger.cli.settings import DryRunOption, at_work, write
from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.entry import DOING_KINDS
from cleanledger.model.policy import PRESETS
from cleanledger.model.scalars import Email, Post, UnitCode
from cleanledger.model.validate import read_as
from cleanledger.model.vocabulary import KINDS, choices, one_of
from cleanledger.operations.editor import EditorFiles, editor_files
from cleanledger.operations.lists import find_campaign, find_plan
from cleanledger.operations.naming import find_unit, find_word
from cleanledger.operations.policies import cover_changes
from cleanledger.operations.save import Message, save, unasked, writing
from cleanledger.operations.set_up import filled, new_book, new_ledger
from cleanledger.store.changeset import pending
from cleanledger.store.library import FOLDER, Shelf
from cleanledger.store.splice import apply


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
    today = Session(given).typing_day_told() or clock.today("Asia/Shanghai")
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
        note = save(place, repository, unasked(changes), Message("init", (name or unit_name,)).text("zh"))
    output.say(_("made {path}", path=(folder / FOLDER).as_posix() + "/"))
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
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help=_("Any other field of the cover, e.g. levels.一级=high; may be given again."),
        ),
    ] = None,
    dry_run: DryRunOption = False,
) -> None:
    """Make a new ledger with its cover."""
    work = at_work(context)
    session, setting = work.session, work.setting
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
            "plan": find_plan(setting, plan, themes=True) if plan else None,
            "campaign": find_campaign(setting, campaign) if campaign else None,
            "carrier": carrier,
        }
    )
    told = cover_changes(setting, facts, set_ or [])
    facts = apply(facts, [each.edit() for each in told])
    change = new_ledger(session.shelf, setting, ledger, facts, desk.today)
    if write(work, [change], "new", [ledger], dry_run=dry_run):
        output.say(f"{ledger}  {facts['title']}")
        words = f"ledger add {ledger} TITLE{_FURTHER.get(kind, ' -u UNIT')}"
        words = f"ledger record TYPE --into {ledger}" if kind == "record" else words
        output.say(_("next: {command}", command=metavar(words)))


_FURTHER = {"directive": "", **dict.fromkeys(DOING_KINDS, " -u UNIT -d DATE")}
"""What an entry of a kind is begun with beside its title, for a hint."""
