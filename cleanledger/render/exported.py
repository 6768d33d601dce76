"""A table as a file for others: CSV and JSON lines with keys and codes, Markdown in words.

The last line of each says of which commit it is.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import StringIO
from types import MappingProxyType
from typing import TypeAlias

from cleanledger.i18n import language
from cleanledger.model.exported import Stamp
from cleanledger.render import table_csv
from cleanledger.render.json_text import line
from cleanledger.render.markdown import escaped_line
from cleanledger.render.origin import Origin, Target
from cleanledger.reports.table import Table

SCHEMA = "cleanledger/export-1"
BOM = "\ufeff"
Render: TypeAlias = Callable[[Table, Stamp, Origin], str]


def exported(table: Table, stamp: Stamp, origin: Origin, form: str) -> bytes:
    """The bytes of the file; `form` is one of FORMS. Markdown is in the language in use."""
    return FORMS[form](table, stamp, origin).encode()


def _csv(table: Table, stamp: Stamp, origin: Origin) -> str:
    stream = StringIO()
    csv.writer(stream, lineterminator="\n").writerow([stamp.line("en")])
    # A spreadsheet takes a file without this mark for one in the code page of the machine.
    return BOM + table_csv.render(table, origin, Target()) + stream.getvalue()


def _json_lines(table: Table, stamp: Stamp, _origin: Origin) -> str:
    facts = {**stamp.facts(), "rows": stamp.rows, "digits": stamp.digits}
    return "".join(map(line, (*table.records(), {"schema": SCHEMA, **facts})))


def _markdown(table: Table, stamp: Stamp, origin: Origin) -> str:
    # It takes tabulate, which is slow to load.
    from cleanledger.render import table_markdown

    notes = replace(table, nothing="") if table.rows else table
    text = table_markdown.render(notes, origin, Target())
    return f"{text}\n{escaped_line(stamp.line(language()))}\n"


FORMS: Mapping[str, Render] = MappingProxyType({"csv": _csv, "jsonl": _json_lines, "md": _markdown})
"""Every form by the end of the file's name."""
