"""The table as JSON for programs: keys and codes in every language, an absent value is null."""

from cleanledger.render.json_text import document
from cleanledger.render.origin import Origin, Target
from cleanledger.reports.table import Table


def render(table: Table, origin: Origin, target: Target) -> str:
    """What the rows were made from, and the rows, those of the foot last."""
    return document(
        {
            "schema": f"cleanledger/{table.name}-1",
            "book": origin.book,
            "as_of": origin.as_of,
            "tree": origin.tree,
            "commit": origin.commit,
            "notes": (*table.notes, *origin.notes),
            "rows": table.records(),
        },
        encoding=target.encoding,
    )
