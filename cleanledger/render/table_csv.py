"""The table as CSV for programs and spreadsheets: keys and codes in every language, formulas made inert."""

import csv
import re
from datetime import date
from io import StringIO

from cleanledger.render.clean import clean, encodable
from cleanledger.render.origin import Origin, Target
from cleanledger.reports.table import Table, Value

# What a spreadsheet takes for a formula, also full-width and behind blanks.
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]|\s*[\t\r]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def render(table: Table, _origin: Origin, target: Target) -> str:
    """A line of keys, then the rows, those of the foot last."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.keys)
    writer.writerows([cell(value) for value in line] for line in (*table.rows, *table.foot))
    return encodable(stream.getvalue(), target.encoding)


def cell(value: Value) -> str:
    """`value` as the text of a cell; text that a spreadsheet would run gets a `'` in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        inert = not _FORMULA.match(value) or _PLAIN_NUMBER.fullmatch(value)
        return clean(value) if inert else f"'{clean(value)}"
    return value.isoformat() if isinstance(value, date) else format(value)
