"""Units through time: renamed, moved in the tree, ended, merged. A past day still finds what held then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from cleanledger.checks.units import unit_fields
from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.book import Duty
from cleanledger.model.cover import Cover, Defaults
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.setting import Setting
from cleanledger.model.source import FieldPath, Tree
from cleanledger.model.units import Former, Person, Unit
from cleanledger.model.vocabulary import field_name, listed
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import plain
from cleanledger.operations.lists import edits_of, item_changes, items_of, place_of
from cleanledger.operations.revision import BOOK, UNITS, Edits, mentioning
from cleanledger.operations.succession import Succession, posts_of_units
from cleanledger.store.library import Shelf
from cleanledger.store.splice import Append, Edit, Put, Remove

DEFAULTS = ("lead_unit", "acceptance_unit", "party_branch")
"""Units among the defaults of a cover."""
_DAY = timedelta(days=1)


def renamed(shelf: Shelf, setting: Setting, code: str, name: str, day: date, *, slip: bool = False) -> Edits:
    """A unit under another name from `day` on; the old one stays in `former` and as an alias.

    `slip`: the old name was typed wrong and never held.
    """
    unit = setting.directory.units[code]
    if unit.name == name:
        raise Refused(_("{field} is that already", field=name))
    place = place_of(shelf, "unit", code)
    edits: list[Edit] = [Put((*place, "name"), name)]
    if name in unit.aliases:
        edits.append(Remove((*place, "aliases", unit.aliases.index(name))))
    if not slip:
        _refuse_before_last_change(unit, day, [each.until for each in unit.former if each.name])
        edits.append(Append((*place, "aliases"), unit.name))
        edits.append(Append((*place, "former"), {"name": unit.name, "until": plain(day - _DAY)}))
    return {UNITS: edits}


def unit_set(
    shelf: Shelf,
    setting: Setting,
    code: str,
    texts: Sequence[str],
    day: date | None,
    *,
    today: date,
    slip: bool = False,
) -> Edits:
    """A unit with other values; what stood above it until the day before `day` stays in `former`."""
    unit, place = setting.directory.units[code], place_of(shelf, "unit", code)
    changes = item_changes(shelf, setting, "unit", place, texts)
    moved = [each for each in changes if each.path == ("parent",)]
    if not moved:
        if day or slip:
            raise UsageError(_("only another parent has a first day (--from) or is a slip (--slip)"))
        return edits_of("unit", place, changes)
    kept = () if slip else _former_parent(unit, place, day or today)
    return edits_of("unit", place, changes, *kept)


def _former_parent(unit: Unit, place: FieldPath, day: date) -> tuple[Edit, ...]:
    if unit.from_ and day <= unit.from_:
        return ()
    _refuse_before_last_change(unit, day, [each.until for each in unit.former if _tells_parent(each)])
    parent: dict[str, Tree] = {"parent": unit.parent} if unit.parent else {}
    return (Append((*place, "former"), {**parent, "until": plain(day - _DAY)}),)


def _tells_parent(former: Former) -> bool:
    return former.parent is not None or former.name is None


def _refuse_before_last_change(unit: Unit, day: date, ends: Sequence[date]) -> None:
    if ends and day - _DAY <= max(ends):
        raise Refused(
            _(
                "{code} changed after {day} already; an earlier change would rewrite that",
                code=unit.code,
                day=max(ends).isoformat(),
            ),
            _("name a later day with --from"),
        )


@dataclass(frozen=True)
class Merge:
    """What a merge makes of the files around the entries, and what of it people should hear."""

    edits: Edits
    told: tuple[str, ...] = ()
    moves: tuple[str, ...] = field(default=())
    """The commands that give who held a post of the merged units a post in the new one."""


def merged(shelf: Shelf, setting: Setting, succession: Succession) -> Merge:
    """The merged units ended, their posts vacated, what stood below them and named them moved along."""
    _refuse_merge(setting, succession)
    last = plain(succession.day - _DAY)
    edits: dict[str, list[Edit]] = {UNITS: []}
    told: list[str] = []
    for code in succession.units:
        place = place_of(shelf, "unit", code)
        edits[UNITS] += [Put((*place, "until"), last), Put((*place, "into"), [succession.into])]
    for part in (_children, _covers, _duties):
        for key, change, sentence in part(shelf, setting, succession):
            edits.setdefault(key, []).append(change)
            told += [sentence] if sentence else []
    moves = []
    for person, place in _vacated(shelf, setting, succession):
        edits[UNITS].append(Put((*place, "until"), last))
        told.append(_("the post {post} is vacant from {day} on", post=person.code, day=succession.day))
        moves.append(
            f"ledger person move {person.code} {_new_post(setting, person, succession.into)} "
            f"--unit {succession.into} --from {succession.day}"
        )
    return Merge(edits, tuple(dict.fromkeys(told)), tuple(moves))


def _refuse_merge(setting: Setting, succession: Succession) -> None:
    units, into, day = setting.directory.units, succession.into, succession.day
    if into in succession.units:
        raise Refused(_("{code} cannot be merged into itself", code=into))
    if not units[into].exists_on(day):
        raise Refused(_("the unit {code} does not exist on {day}", code=into, day=day.isoformat()))
    for code in succession.units:
        unit = units[code]
        if unit.into or not unit.exists_on(day - _DAY):
            raise Refused(
                _("the unit {code} does not exist on {day}", code=code, day=(day - _DAY).isoformat()),
                _("it was merged into {units}: name the one that answers now", units=listed(unit.into))
                if unit.into
                else "",
            )


_Part = Iterator[tuple[str, Edit, str]]
"""The file, the edit in it, and what is said of it."""


def _children(shelf: Shelf, setting: Setting, succession: Succession) -> _Part:
    """Units below the merged ones stand below the new one from then on."""
    for unit in setting.directory.file.units:
        if unit.code in succession.units or unit.parent not in succession.units:
            continue
        if unit.until and unit.until < succession.day:
            continue
        parent = succession.into if unit.code != succession.into else _above(setting, succession, unit)
        place = place_of(shelf, "unit", unit.code)
        yield (
            UNITS,
            Put((*place, "parent"), parent) if parent else Remove((*place, "parent")),
            _("{code} stands below {parent} now", code=unit.code, parent=parent or _("nobody")),
        )
        for edit in _former_parent(unit, place, succession.day):
            yield UNITS, edit, ""


def _above(setting: Setting, succession: Succession, unit: Unit) -> str | None:
    above = setting.directory.ancestors(unit.code, succession.day)
    return next((code for code in above if code not in (*succession.units, unit.code)), None)


def _covers(_shelf: Shelf, setting: Setting, succession: Succession) -> _Part:
    """Covers of ledgers that are not sealed name the new unit; who kept them before stays in `former`."""
    for ledger, key, code in covers_naming(setting, succession.units):
        path: FieldPath = ("keeper",) if key == "keeper" else ("defaults", key)
        yield (
            ledger,
            Put(path, succession.into),
            _("{ledger}: {key} is {unit} now", ledger=ledger, key=_on_cover(key), unit=succession.into),
        )
        if keeps(setting.covers[ledger], key):
            yield ledger, former_keeper(code, succession.day), ""
    posts = posts_of_units(setting, succession.units)
    for ledger, cover in setting.covers.items():
        if not cover.sealed and cover.defaults.owner in posts:
            where: FieldPath = ("defaults", "owner")
            change: Edit = Put(where, succession.owner) if succession.owner else Remove(where)
            yield (
                ledger,
                change,
                _(
                    "{ledger}: {key} is {unit} now",
                    ledger=ledger,
                    key=_on_cover("owner"),
                    unit=succession.owner or "-",
                ),
            )


def _on_cover(key: str) -> str:
    """What a key of a cover, or of its defaults, is called in a sentence."""
    return field_name(key, Cover if key == "keeper" else Defaults)


def covers_naming(setting: Setting, units: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Where covers of ledgers that are not sealed name one of `units`: ledger, key, code."""
    for ledger, cover in setting.covers.items():
        named = (("keeper", cover.keeper), *((key, getattr(cover.defaults, key)) for key in DEFAULTS))
        yield from ((ledger, key, code) for key, code in named if code and code in units and not cover.sealed)


def keeps(cover: Cover, key: str) -> bool:
    """Whether the unit under `key` of a cover is the one that keeps the ledger."""
    return key == "keeper" or (key == "lead_unit" and not cover.keeper)


def former_keeper(code: str, day: date) -> Edit:
    """The edit of a cover that remembers who kept it until the day before `day`."""
    return Append(("former",), {"keeper": code, "until": plain(day - _DAY)})


def _duties(shelf: Shelf, setting: Setting, succession: Succession) -> _Part:
    for place, duty in enumerate(setting.book.duties):
        if duty.held_by in succession.units and not (duty.until and duty.until < succession.day):
            said = _("the duty {type} is held by {unit} now", type=duty.type, unit=succession.into)
            for edit in duty_passed(shelf, place, duty, succession.into, succession.day):
                yield BOOK, edit, said


def duty_passed(shelf: Shelf, place: int, duty: Duty, into: str, day: date) -> tuple[Edit, ...]:
    """A duty that ends with the day before `day` and that `into` has from then on."""
    if duty.from_ and duty.from_ >= day:
        return (Put(("duties", place, "held_by"), into),)
    new: dict[str, Tree] = {**items_of(shelf, "duty")[place], "held_by": into, "from": plain(day)}
    return Put(("duties", place, "until"), plain(day - _DAY)), Append(("duties",), new)


def _vacated(shelf: Shelf, setting: Setting, succession: Succession) -> Iterator[tuple[Person, FieldPath]]:
    for person in setting.directory.file.people:
        if person.unit not in succession.units:
            continue
        for number, holder in enumerate(person.holders):
            if holder.until is None or holder.until >= succession.day:
                yield person, (*place_of(shelf, "person", person.code), "holders", number)


def _new_post(setting: Setting, person: Person, into: str) -> str:
    """A post of the new unit that nobody has yet, after the one that ends."""
    role = person.code.removeprefix(f"{person.unit.lower()}-")
    wanted = f"{into.lower()}-{role}"
    taken = setting.directory.people
    return next(each for each in (wanted, *(f"{wanted}-{n}" for n in range(2, 1000))) if each not in taken)


def concerned(setting: Setting, units: Sequence[str]) -> frozenset[str]:
    """These units, those that ever stood below them, and their posts: whose acts may be judged anew."""
    directory = setting.directory
    above = {code: {code, *_ever_above(setting, code)} for code in directory.units}
    below = {code for code, over in above.items() if over & set(units)}
    return frozenset(below) | posts_of_units(setting, tuple(below))


def _ever_above(setting: Setting, code: str) -> Iterator[str]:
    days = {former.until for unit in setting.directory.file.units for former in unit.former}
    for day in (*days, date.max):
        yield from setting.directory.ancestors(code, day)


def named_after(desk: Desk, code: str) -> list[str]:
    """The living entries that name a unit."""
    found = []
    for entry_id in mentioning(desk.shelf, [code]):
        entry = desk.entries.lookup(entry_id)
        if entry and entry.kind != "record" and entry.status not in ENDED:
            found += [entry_id] if any(each == code for _field, each in unit_fields(entry)) else []
    return found


def naming_still(setting: Setting, code: str, into: str, day: date) -> Iterator[tuple[str, str]]:
    """What still names a unit that handed over its entries, and the commands that change it."""
    for ledger, key, _code in covers_naming(setting, [code]):
        name = key if key == "keeper" else f"defaults.{key}"
        yield (
            _("{ledger} names {unit} as {key}", ledger=ledger, unit=code, key=_on_cover(key)),
            f"ledger policy set --ledger {ledger} {name}={into}",
        )
    for number, duty in enumerate(setting.book.duties, 1):
        if duty.held_by == code and not (duty.until and duty.until < day):
            yield (
                _("the duty {type} is held by {unit}", type=duty.type, unit=code),
                f"ledger duty handover {number} --to {into} --from {day}",
            )
