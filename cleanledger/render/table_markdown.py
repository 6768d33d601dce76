"""The table as Markdown, for merge requests and pages."""

from tabulate import tabulate

from cleanledger.render.markdown import escaped
from cleanledger.render.origin import Origin, Target
from cleanledger.render.sheet import Cells, sheet
from cleanledger.reports.table import Table


def render(table: Table, origin: Origin, target: Target) -> str:
    """A pipe table; the foot in bold, the notes as a list below it."""
    shown = sheet(table, origin, target)
    text = tabulate(
        [*(_escaped(line) for line in shown.rows), *(_bold(_escaped(line)) for line in shown.foot)],
        headers=_escaped(shown.headings),
        tablefmt="pipe",
        disable_numparse=True,
        colalign=tuple("right" if column.content.is_number else "left" for column in shown.columns),
    )
    return f"{text}\n\n" + "".join(f"- {note}\n" for note in _escaped(shown.notes))


def _escaped(texts: Cells) -> Cells:
    return tuple(map(escaped, texts))


def _bold(texts: Cells) -> Cells:
    return tuple(f"**{text}**" if text else "" for text in texts)
