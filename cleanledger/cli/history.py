"""`ledger history`: the life of an entry, or of the rules, as sentences."""

from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.cli.signers import Signers, existing_file
from cleanledger.errors import UsageError
from cleanledger.history.life import Asked, life_of
from cleanledger.history.rules import RULE_FILES, life_of_rules
from cleanledger.i18n import _
from cleanledger.model.vocabulary import one_of
from cleanledger.operations.desk import opened
from cleanledger.operations.naming import find_entry
from cleanledger.render.sentences import history_json, sentences_text
from cleanledger.store.library import Entries

_FORMATS = ("text", "json")


def command(
    context: typer.Context,
    id: Annotated[
        str | None, typer.Argument(metavar="ID", help=_("The entry, or what is unique of its id."))
    ] = None,
    *,
    policy: Annotated[bool, typer.Option("--policy", help=_("The life of the policy instead."))] = False,
    units: Annotated[bool, typer.Option("--units", help=_("The life of the units instead."))] = False,
    people: Annotated[bool, typer.Option("--people", help=_("The life of the posts instead."))] = False,
    signers: Signers = None,
    format: Annotated[str, typer.Option("--format", metavar="text|json", help=one_of(_FORMATS))] = "text",
) -> None:
    """Tell what happened to an entry, a sentence for each change: who, on what paper.

    What was changed by hand, cut, or left out by a merge is told as well.
    """
    session = Session(context.ensure_object(Globals))
    if format not in _FORMATS:
        raise UsageError(_("there is no format {name}", name=format), one_of(_FORMATS))
    asked = dict(zip(RULE_FILES, (policy, units, people), strict=True))
    wanted = [name for name, is_wanted in asked.items() if is_wanted]
    if len(wanted) + (id is not None) > 1:
        raise UsageError(_("name one entry, or one of --policy, --units, --people"))
    repository, setting = session.history(), session.setting()
    kind = ""
    if wanted:
        found = life_of_rules(repository, session.folder, wanted[0])
    else:
        entry_id = find_entry(session.shelf, id or ask(_("Which entry (id)"), "ID"))
        entry, _document = opened(Entries(session.shelf), entry_id)
        kind = entry.kind
        found = life_of(
            repository, session.folder, Asked(entry.id, entry.aliases, setting, existing_file(signers))
        )
    origin = session.origin(setting, session.day(setting))
    target = output.target(session.given, for_people=format == "text")
    if format == "json":
        output.put(history_json(found, kind, origin, target))
    else:
        output.put(sentences_text(found, origin.names, kind, room=target.width))
