"""`ledger check-file`: an exported table against the book at the commit that it names."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.held import judge
from cleanledger.cli.signers import existing_file
from cleanledger.exchange.differences import Difference
from cleanledger.i18n import N_, _
from cleanledger.model.checkpoint import grouped
from cleanledger.store.files import read_bytes

_SHORT = 12
_LIMIT = 1 << 28
_MOST = 100
_MOST_SHOWN = 60

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "cell": N_("{row} {field}: the file has {file}, the book {book}"),
        "missing": N_("{row}: the row is missing"),
        "added": N_("{row}: the book has no such row"),
        "twice": N_("{row}: the row is there more than once"),
        "order": N_("{row}: the rows are in another order, here for the first time"),
        "column": N_("the column {field} is missing"),
        "extra": N_("the column {field} is not the book's"),
        "beside": N_("{row}: beside the columns stands {file}"),
        "last": N_("last line, {field}: the file has {file}, the book {book}"),
    }
)


def command(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("What ledger export wrote, whoever saved it since."))
    ],
) -> None:
    """Hold an exported table against the book at its commit: the same, or what differs.

    It is judged by values: another encoding, separator, order of columns or way to write a day is no
    difference. Ends with 1 where something differs, or its commit is not in the history.
    """
    given = context.ensure_object(Globals)
    existing_file(file)
    judged = judge(given, read_bytes(file, limit=_LIMIT))
    stamp = judged.export.stamp
    for each in judged.differences[:_MOST]:
        output.say(_said(each))
    if len(judged.differences) > _MOST:
        output.say(_("… and {n} more", n=len(judged.differences) - _MOST))
    facts = {"path": file, "commit": stamp.commit[:_SHORT], "day": stamp.as_of, "n": stamp.rows}
    if judged.differences:
        output.say(_("{path} is not what the book has at commit {commit}, as of {day}", **facts))
        raise typer.Exit(1)
    output.say(_("the same: {path} is the book at commit {commit}, as of {day}, {n} rows", **facts))
    output.say(grouped(stamp.digits))


def _said(each: Difference) -> str:
    return _(
        _WORDS[each.what],
        row=each.row or _("(no id)"),
        field=each.field,
        file=_shown(each.file),
        book=_shown(each.book),
    )


def _shown(text: str) -> str:
    """A value in a sentence: what is empty or long is said so."""
    line = " ".join(text.split())
    return (line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}…") or _("(nothing)")
