"""Rows as short as a test can say them, and hypothesis strategies for rows and trees of units."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from cleanledger.model.standing import Moment, Row
from cleanledger.reports.query import Query
from cleanledger.reports.units import UnitNode

DAY = date(2024, 6, 30)
NEAR = 30
UNITS = (
    UnitNode("ZRZYT", ""),
    UnitNode("GDBH", "ZRZYT"),
    UnitNode("GDBH1", "GDBH"),
    UnitNode("KQ", "ZRZYT"),
)
ALL_QUERY = Query(DAY, NEAR, UNITS)


def moment(status: str = "open", due: date | None = None, **fields: Any) -> Moment:
    given = {"date": None, "round": 1, "due_first": due, "lead_unit": "GDBH"} | fields
    return Moment(status=status, due=due, **given)


def row(number: int = 1, status: str = "open", due: date | None = None, **fields: Any) -> Row:
    """An entry with one moment; the fields of a moment and those of a row may be given alike."""
    of_moment = {name: fields.pop(name) for name in tuple(fields) if name in Moment._fields}
    ledger = fields.get("ledger", "ZG-2024")
    given = {
        "id": f"{ledger}-{number:03}",
        "ledger": ledger,
        "number": number,
        "kind": "rectification",
        "title": f"第{number}项",
        "leader": "分管副厅长",
        "owner": "gdbh-clerk",
        "source": "巡视",
        "carrier": "机关",
        "campaign": "",
        "level": "",
        "plan": "",
        "standing": False,
        "moments": (moment(status, due, **of_moment),),
    } | fields
    return Row(lead_unit=given["moments"][-1].lead_unit, **given)


def _days() -> st.SearchStrategy[date]:
    return st.integers(-60, 60).map(lambda days: DAY + timedelta(days=days))


_CODES = st.sampled_from(["A", "B", "C", "D", "E", ""])
_STATUSES = st.sampled_from(
    ["open", "doing", "submitted", "verified", "published", "closed", "suspended", "void", "carried"]
)


@st.composite
def rows(draw: st.DrawFn) -> tuple[Row, ...]:
    count = draw(st.integers(0, 12))
    return tuple(draw(_any_row(number)) for number in range(1, count + 1))


@st.composite
def _any_row(draw: st.DrawFn, number: int) -> Row:
    status = draw(_STATUSES)
    ended = draw(_days()) if status == "closed" else None
    return row(
        number,
        status,
        draw(st.none() | _days()),
        date=draw(st.none() | _days()),
        lead_unit=draw(_CODES),
        submitted_on=draw(st.none() | _days()),
        closed_on=ended,
        adopted=draw(st.booleans()) if ended else False,
        standing=draw(st.booleans()),
        kind=draw(st.sampled_from(["task", "rectification", "risk"])),
        level=draw(st.sampled_from(["", "low", "high", "medium", "一级"])),
        source=draw(_CODES),
    )


@st.composite
def trees(draw: st.DrawFn) -> tuple[UnitNode, ...]:
    """Units in any order, with parents that do not exist, and with circles."""
    codes = draw(st.permutations(["A", "B", "C", "D", "E"]))
    known = codes[: draw(st.integers(0, 5))]
    return tuple(UnitNode(code, draw(st.sampled_from(["", "A", "B", "C", "D", "E"]))) for code in known)
