"""What the commands that set up a book share: options, the rules asked beforehand, one commit at the end."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Annotated, NamedTuple

import click
import typer

from cleanledger.cli import output
from cleanledger.cli.approve import approve
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals, LedgerCommand, LedgerGroup
from cleanledger.cli.session import Session, read_day
from cleanledger.i18n import _
from cleanledger.model.setting import Setting
from cleanledger.operations.desk import Desk
from cleanledger.operations.revision import Edits, Revision, refuse_new_in_entries, revised
from cleanledger.operations.save import Message, diff, save, writing
from cleanledger.store.changeset import FileChange

SinceOption = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help=_("The first day; default: since ever."))
]
ChangeOption = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help=_("The first day of it; default today."))
]
LastOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help=_("The last day."))]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help=_("Show what would be written, and write nothing."))
]
ChangesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="KEY=VALUE…", help=_("What to set; key= takes it away, key+= and key-= change a list.")
    ),
]

INDENT = "  "


def group(name: str, help: str) -> typer.Typer:
    """A command that has commands of its own."""
    return typer.Typer(name=name, cls=LedgerGroup, rich_markup_mode=None, help=help, no_args_is_help=True)


def command(of: typer.Typer, name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Makes a command of a group of a function; its docstring is the help."""

    def make(function: Callable[..., None]) -> Callable[..., None]:
        of.command(name, cls=LedgerCommand, help=_(inspect.getdoc(function) or ""))(function)
        return function

    return make


class Work(NamedTuple):
    """Where a command sets something up: the book as it is, and the day of typing."""

    session: Session
    setting: Setting
    today: date

    def desk(self, setting: Setting | None = None) -> Desk:
        """The book as the rules look at it, with another setting where one is given."""
        return Desk(self.session.shelf, setting or self.setting, self.session.repository, "", self.today)

    def day(self, text: str | None) -> date:
        """A day as typed; today where none was."""
        return read_day(text) if text else self.today


def at_work(context: click.Context) -> Work:
    """The book, for somebody who may set it up."""
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    session.set_up_by(setting)
    return Work(session, setting, session.typing_day(setting))


def given(value: str | None, question: str, name: str, read: Callable[[str], str] = str) -> str:
    """`value` as `read` takes it; asked for where it is missing."""
    return ask(question, name, read) if value is None else read(value)


def judged(work: Work, edits: Edits, message: str, entry_ids: Iterable[str] = (), hint: str = "") -> Revision:
    """The book with `edits`; RuledOut where it, or one of these entries, breaks a rule by it."""
    revision = revised(work.session.shelf, work.setting, edits, work.today)
    refuse_new_in_entries(work.desk(), work.desk(revision.setting), entry_ids, message, hint)
    return revision


def write(
    work: Work,
    changes: Sequence[FileChange],
    action: str,
    subjects: Sequence[str],
    *,
    entries: Sequence[str] = (),
    dry_run: bool = False,
) -> bool:
    """Writes `changes` as one commit; False where it only showed them."""
    shelf, repository, book = work.session.shelf, work.session.repository, work.setting.book
    message = Message(action, tuple(subjects), "", tuple(entries))
    allowed = approve(work.desk(), changes, message)
    if dry_run:
        output.put(diff(shelf, allowed))
        return False
    with writing(shelf, repository):
        note = save(shelf, repository, allowed, message.text(book.language), commit=book.git.commit)
    output.note(note)
    return True
