"""`ledger schema`: the JSON Schemas of a book's files."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import LedgerError
from cleanledger.i18n import _, language
from cleanledger.model.schema import FILES, schema_text
from cleanledger.model.vocabulary import choices, listed
from cleanledger.operations.editor import write_schemas
from cleanledger.operations.naming import find_word

_NAMES = {name: file.title for name, file in FILES.items()}


def command(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help=choices(_NAMES))] = None,
    *,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help=_("Write them there as files; without NAME all of them.")),
    ] = None,
) -> None:
    """Print the JSON Schema of a kind of file, or write the schemas into a folder.

    Editors and other programs judge the files of a book by them. Titles and descriptions are in the
    language of the book; --lang says otherwise.
    """
    given = context.ensure_object(Globals)
    find = partial(find_word, words=_NAMES, label=_("schema"))
    if to is None:
        chosen = (
            find(name) if name else ask(_("Which schema ({choices})", choices=listed(FILES)), "NAME", find)
        )
        output.put(schema_text(chosen, _language(given)))
        return
    written = write_schemas(to, _language(given), [find(name)] if name else list(FILES))
    for path in written:
        output.say(str(path))
    if not written:
        output.note(_("nothing to write: the schemas in {folder} are these already", folder=to))


def _language(given: Globals) -> str:
    """What was asked for, else the book's language; that of messages where there is no book to be read."""
    if given.lang:
        return given.lang
    try:
        return Session(given).setting(()).book.language
    except LedgerError:
        if given.book:
            raise
        return language()
