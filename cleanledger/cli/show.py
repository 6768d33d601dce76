"""`ledger show`: one entry whole, its log numbered."""

from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.setting import row_of
from cleanledger.model.standing import standing_on
from cleanledger.model.vocabulary import one_of
from cleanledger.operations.desk import opened
from cleanledger.operations.naming import find_entry
from cleanledger.render.entry import entry_json, entry_text
from cleanledger.store.library import Entries

_FORMATS = ("text", "json")


def command(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID…", help=_("The entry, or what is unique of its id."))
    ] = None,
    *,
    format: Annotated[str, typer.Option("--format", metavar="text|json", help=one_of(_FORMATS))] = "text",
) -> None:
    """Show an entry whole: its fields, where it stands, its log with numbered lines."""
    session = Session(context.ensure_object(Globals))
    if format not in _FORMATS:
        raise UsageError(_("there is no format {name}", name=format), one_of(_FORMATS))
    asked = ids or [ask(_("Which entry (id)"), "ID")]
    found = list(dict.fromkeys(find_entry(session.shelf, each) for each in asked))
    setting = session.setting(tuple({each.rpartition("-")[0] for each in found}))
    day = session.day(setting)
    entries = Entries(session.shelf)
    shown = []
    for entry_id in found:
        entry, document = opened(entries, entry_id)
        shown.append((entry, document, standing_on(row_of(entry, setting), day, setting.near_days)))
    target = output.target(session.given, for_people=format == "text")
    origin = session.origin(setting, day)
    if format == "json":
        output.put(entry_json([(entry, standing) for entry, _document, standing in shown], origin, target))
    else:
        output.put(
            "\n".join(entry_text(document, standing, origin, target) for _e, document, standing in shown)
        )
