"""What is asked of a report."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cleanledger.reports.units import UnitNode


class By(StrEnum):
    """What the rows of a roll-up are put together by."""

    UNIT = "unit"
    LEDGER = "ledger"
    LEADER = "leader"
    SOURCE = "source"
    CARRIER = "carrier"
    CAMPAIGN = "campaign"
    LEVEL = "level"
    PLAN = "plan"


@dataclass(frozen=True)
class Query:
    """`units` is the tree in the order of display; `unit` and `ledger` narrow the rows ("": all of them).

    `since` and `until` are for reports that speak of a period, both days inside it.
    """

    day: date
    near_days: int
    units: tuple[UnitNode, ...] = ()
    unit: str = ""
    ledger: str = ""
    by: By = By.UNIT
    since: date | None = None
    until: date | None = None
