"""What waits for somebody today: sections, each with its items and the command to type."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cleanledger.i18n import N_
from cleanledger.model.standing import Bucket, Row, Standing, standings
from cleanledger.reports.columns import REVIEWER_LATE
from cleanledger.reports.sections import SECTIONS, Section
from cleanledger.reports.table import Column, Content, Table
from cleanledger.reports.view import Item, Seen, View, show
from cleanledger.reports.waiting import unknown_years

COLUMNS = (
    Column("section", N_("section"), Content.SECTION),
    Column("within", N_("within"), Content.NUMBER),
    Column("id", N_("id"), Content.ID),
    Column("title", N_("title")),
    Column("unit", N_("unit"), Content.UNIT),
    Column("due", N_("due"), Content.DATE),
    Column("days", N_("days"), Content.NUMBER),
    Column("count", N_("count"), Content.NUMBER),
    Column("command", N_("command"), Content.ID),
    REVIEWER_LATE,
    Column("period", N_("period"), Content.PERIOD),
)


@dataclass(frozen=True)
class Group:
    """The items of one section (of one notice, where it is divided), the most pressing first."""

    code: str
    within: int | None
    items: tuple[Item, ...]
    whole: str
    """The command that shows all of them; "" where there is none."""
    late: int = 0
    """Of how many those who check are late."""

    @property
    def section(self) -> Section:
        """The section that it is of."""
        return SECTIONS[self.code]

    @property
    def count(self) -> int:
        """How many things wait here."""
        return sum(item.count for item in self.items)


@dataclass(frozen=True)
class Board:
    """All that waits. `ahead`: the next deadline in sight. `rest`: the command that shows every deadline."""

    groups: tuple[Group, ...]
    ahead: Item | None
    rest: str = "ledger due"
    unknown: tuple[str, ...] = ()
    """What there is to say of years whose working days nobody knows."""

    @property
    def table(self) -> Table:
        """Every item as a row."""
        items = (item for group in self.groups for item in group.items)
        return Table("today", COLUMNS, tuple(_line(item) for item in items))


def today(rows: Sequence[Row], view: View, brought: Iterable[Item] = ()) -> Board:
    """What waits in `rows` for who looks, and what was brought along."""
    seen = [_seen(row, standing, view) for row, standing in standings(rows, view.day, view.near_days)]
    found: defaultdict[tuple[str, int | None], list[Item]] = defaultdict(list)
    for code, section in SECTIONS.items():
        for item in filter(None, map(section.find, seen) if section.find else ()):
            found[code, item.within].append(item)
    for item in brought:
        found[item.section, item.within].append(item)
    items = [item for each in found.values() for item in each]
    places = sorted(found, key=lambda place: ([*SECTIONS].index(place[0]), place[1] or 0))
    groups = tuple(_group(place, found[place], rows, view) for place in places)
    unknown = unknown_years(item.wait for item in items if item.wait)
    return Board(groups, _ahead(seen), _narrowed("ledger due", items, rows, view), unknown)


def picture(board: Board) -> Board:
    """`board` without its entries: how many wait in each section."""
    return replace(board, groups=tuple(map(_counted, board.groups)))


def _counted(group: Group) -> Group:
    if not all(item.is_one_thing for item in group.items):
        return group
    command = group.whole or "ledger list"
    item = Item(group.code, command, within=group.within, count=group.count)
    return Group(group.code, group.within, (item,), command, group.late)


def _seen(row: Row, standing: Standing, view: View) -> Seen:
    return Seen(row, standing, view, view.clerk_of(row, standing.moment))


def _line(item: Item) -> tuple[str | int | date | None, ...]:
    facts = (getattr(item, column.key) for column in COLUMNS)
    return tuple(None if fact == "" else fact for fact in facts)


def _group(place: tuple[str, int | None], items: Sequence[Item], rows: Sequence[Row], view: View) -> Group:
    code, within = place
    section = SECTIONS[code]
    ordered = sorted(items, key=lambda item: _pressing(item, section))
    of_ledgers = () if section.of_records else items
    whole = _narrowed(section.whole, of_ledgers, rows, view) if section.whole else ""
    late = sum(item.reviewer_late is True for item in items)
    return Group(code, within, tuple(ordered), whole, late)


def _pressing(item: Item, section: Section) -> int:
    days = item.days or 0
    return -days if section.longest_first else days


def _narrowed(command: str, items: Sequence[Item], rows: Sequence[Row], view: View) -> str:
    """A report of no more than these items: of the unit asked for, or a clerk's own, or their one ledger."""
    if view.unit:
        return f"{command} --unit {view.unit}"
    ledgers = {row.ledger for row in rows}
    kept = {ledger for each in view.clerks for ledger in each.ledgers} & ledgers
    if not kept and len(view.clerks) == 1 and view.clerks[0].unit and not view.checks:
        return f"{command} --unit {view.clerks[0].unit}"
    shown = {(item.id or "").rpartition("-")[0] for item in items}
    if len(shown) == 1 and kept >= shown and len(ledgers) > 1:
        option = "" if command.startswith("ledger list") else "--ledger "
        return f"{command} {option}{shown.pop()}"
    return command


def _ahead(seen: Iterable[Seen]) -> Item | None:
    coming = [
        each.item("near", show(each.row))
        for each in seen
        if each.standing.bucket in (Bucket.NOT_DUE, Bucket.NEAR)
        and each.standing.due is not None
        and each.standing.due >= each.view.day
        and (each.clerk or not each.view.clerks)
    ]
    return min(coming, key=lambda item: item.due or date.max, default=None)
