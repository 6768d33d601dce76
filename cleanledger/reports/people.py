"""Tables of the units and posts of a book as of a day."""

from datetime import date

from cleanledger.i18n import N_
from cleanledger.model.units import Directory, Unit
from cleanledger.reports.table import Column, Content, Table

_UNITS = (
    Column("code", N_("code"), Content.ID),
    Column("name", N_("name")),
    Column("kind", N_("kind"), Content.UNIT_KIND),
    Column("parent", N_("above"), Content.ID),
    Column("from", N_("from"), Content.DATE),
    Column("until", N_("until"), Content.DATE),
)
_PEOPLE = (
    Column("post", N_("post"), Content.ID),
    Column("name", N_("name")),
    Column("unit", N_("unit"), Content.UNIT),
    Column("roles", N_("roles"), Content.ROLES),
    Column("email", N_("e-mail")),
)


def units_table(directory: Directory, day: date) -> Table:
    """The units that exist on `day`, each below the one above it."""
    units = [unit for unit in directory.file.units if unit.exists_on(day)]
    rows = tuple(
        (unit.code, unit.name, unit.kind, unit.parent_on(day), unit.from_, unit.until)
        for unit in sorted(units, key=lambda unit: _place(directory, unit, day))
    )
    return Table("units", _UNITS, rows)


def _place(directory: Directory, unit: Unit, day: date) -> tuple[int, ...]:
    """Where a unit stands in the tree: the places in the file of those above it, top first."""
    order = {each.code: place for place, each in enumerate(directory.file.units)}
    return tuple(order.get(code, -1) for code in reversed([*directory.ancestors(unit.code, day)]))


def people_table(directory: Directory, day: date) -> Table:
    """Every post, with who holds it on `day`."""
    rows = []
    for person in directory.file.people:
        holder = person.holder_on(day)
        rows.append(
            (person.code, person.name, person.unit, " ".join(person.roles), holder.email if holder else None)
        )
    return Table("people", _PEOPLE, tuple(rows))
