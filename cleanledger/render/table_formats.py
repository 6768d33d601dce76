"""Every format of a table by its name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from cleanledger.render import table_csv, table_json
from cleanledger.render.origin import Origin, Target
from cleanledger.reports.table import Table

Render: TypeAlias = Callable[[Table, Origin, Target], str]


# rich and tabulate take a tenth of a second: only the formats that draw with them pay for them.
def _table(table: Table, origin: Origin, target: Target) -> str:
    from cleanledger.render import table_rich

    return table_rich.render(table, origin, target)


def _plain(table: Table, origin: Origin, target: Target) -> str:
    from cleanledger.render import table_plain

    return table_plain.render(table, origin, target)


def _markdown(table: Table, origin: Origin, target: Target) -> str:
    from cleanledger.render import table_markdown

    return table_markdown.render(table, origin, target)


FORMATS: Mapping[str, Render] = MappingProxyType(
    {
        "table": _table,
        "plain": _plain,
        "markdown": _markdown,
        "csv": table_csv.render,
        "json": table_json.render,
    }
)


def default_format(*, terminal: bool) -> str:
    """What is written where no format was asked for."""
    return "table" if terminal else "plain"


def render(table: Table, format: str, origin: Origin, target: Target) -> str:
    """`table` as text in `format`, ended by a line feed."""
    return FORMATS[format](table, origin, target)
