"""What fits at a place of the command line, from the tables of the program and from the book."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cleanledger.cli.completing.fits import Fits, alternatives, fits, fits_field
from cleanledger.cli.completing.place import Place
from cleanledger.cli.completing.table import Table, Word
from cleanledger.store import glance
from cleanledger.store.shelf import Shelf, means

MOST_TITLES = 100
"""Of more entries than that no titles are read, and of several ledgers first the ledger is completed."""


class Candidate(NamedTuple):
    """Something that may stand here, and what is said of it."""

    value: str
    text: str = ""


class Reply(NamedTuple):
    """What the shell is told."""

    candidates: tuple[Candidate, ...] = ()
    keep: str = ""
    """The beginning of the word that stands before each candidate."""
    open: bool = False
    """Whether the word goes on after a candidate: no blank follows."""
    instead: bool = False
    """Whether candidates replace what is typed rather than go on from it: `31` becomes ZG-2024-031."""
    files: Fits = Fits.NOTHING
    """FILE or FOLDER where the shell itself knows what fits."""


class Sought(NamedTuple):
    """What is looked for, and where."""

    table: Table
    shelf: Shelf | None
    place: Place
    typed: str
    chinese: bool


def reply(table: Table, shelf: Shelf | None, place: Place | None, *, chinese: bool) -> Reply:
    """What may stand at `place`; nothing where nothing fits. Outside of a book `shelf` is None."""
    if place is None:
        return Reply()
    sought = Sought(table, shelf, place, place.typed, chinese)
    if place.commands:
        return Reply(tuple(_commands(sought)))
    if place.parameter is None:
        return Reply(tuple(_options(place)))
    metavar = place.parameter.metavar
    if words := alternatives(metavar):
        return Reply(_beginning(sought.typed, map(Candidate, words)), place.keep)
    fitting = fits(" ".join(place.path), place.parameter.key, metavar) or Fits.NOTHING
    return _values(sought, fitting)


def _commands(sought: Sought) -> Iterator[Candidate]:
    for name in sought.place.commands:
        command = sought.table.command(*sought.place.path, name)
        if command:
            also = command.chinese if sought.chinese or not sought.typed.isascii() else ()
            yield from _beginning(sought.typed, (Candidate(each, command.help) for each in (name, *also)))


def _options(place: Place) -> Iterator[Candidate]:
    for option in place.options:
        # The long one: it says what it means. A short one that is typed whole is itself.
        names = [flag for flag in option.flags if flag.startswith("--")] or list(option.flags)
        shown = [*names[:1], *(flag for flag in option.flags if flag == place.typed)]
        yield from _beginning(place.typed, (Candidate(flag, option.help) for flag in dict.fromkeys(shown)))


def _values(sought: Sought, fitting: Fits) -> Reply:
    if fitting in (Fits.FILE, Fits.FOLDER):
        return Reply(keep=sought.place.keep, files=fitting)
    if fitting in (Fits.CHANGE, Fits.LOG_CHANGE):
        return _change(sought, fitting)
    if fitting in (Fits.ENTRY, Fits.RECORD):
        return _entries(sought, records_only=fitting is Fits.RECORD)
    if fitting is Fits.RULE_OR_ENTRY and not sought.typed.upper().startswith("LG"):
        return _entries(sought)
    if fitting is Fits.UNIT:
        sought = _last_of_list(sought)
    offer = _OFFERS.get(fitting, _words_of(fitting))
    return Reply(_beginning(sought.typed, offer(sought)), sought.place.keep)


def _beginning(typed: str, offered: Iterable[Candidate]) -> tuple[Candidate, ...]:
    wanted = typed.casefold()
    fitting = (each for each in offered if each.value.casefold().startswith(wanted))
    return tuple(dict.fromkeys(fitting))


def _last_of_list(sought: Sought) -> Sought:
    """What is looked for is the last of several codes: `GDBH,JG`."""
    end = max(sought.typed.rfind(comma) for comma in ",，、") + 1
    place = sought.place._replace(keep=sought.place.keep + sought.typed[:end])
    return sought._replace(place=place, typed=sought.typed[end:])


def _named(sought: Sought, found: Iterable[glance.Named]) -> Iterator[Candidate]:
    """Codes with their names; a name where its beginning is typed and nothing else is called so."""
    named = tuple(found)
    for code, names in named:
        yield Candidate(code, names[0] if names else "")
    if sought.typed:
        known = [name for _code, names in named for name in names]
        for code, names in named:
            yield from (Candidate(name, code) for name in dict.fromkeys(names) if known.count(name) == 1)


def _read(read: Callable[[Path], Iterable[glance.Named]]) -> Callable[[Sought], Iterator[Candidate]]:
    def offer(sought: Sought) -> Iterator[Candidate]:
        return _named(sought, read(sought.shelf.folder) if sought.shelf else ())

    return offer


def _ledgers(sought: Sought) -> Iterator[Candidate]:
    shelf = sought.shelf
    if shelf is not None:
        titles = {ledger: _cover(shelf, ledger).get("title") for ledger in shelf.ledgers()}
        named = (glance.Named(ledger, (title,) if title else ()) for ledger, title in titles.items())
        yield from _named(sought, named)


def _record_types(sought: Sought) -> Iterator[Candidate]:
    yield from _words_of(Fits.RECORD_TYPE)(sought)
    if sought.shelf:
        yield from map(Candidate, glance.record_types(sought.shelf.folder))


def _words_of(fitting: Fits) -> Callable[[Sought], Iterator[Candidate]]:
    def offer(sought: Sought) -> Iterator[Candidate]:
        words = sought.table.words(fitting) if sought.table.has_words(fitting) else ()
        for word in words:
            yield Candidate(word.code, word.text if word.text != word.code else "")
        if sought.typed and not sought.typed.isascii():
            yield from (Candidate(name, word.code) for word in words for name in word.names)

    return offer


_OFFERS: Mapping[Fits, Callable[[Sought], Iterator[Candidate]]] = MappingProxyType(
    {
        Fits.ACTOR: _read(glance.units_and_posts),
        Fits.CAMPAIGN: _read(glance.campaigns),
        Fits.LEDGER: _ledgers,
        Fits.PLAN: _read(glance.plans),
        Fits.POST: _read(glance.posts),
        Fits.RECORD_TYPE: _record_types,
        Fits.RULE_OR_ENTRY: _words_of(Fits.RULE),
        Fits.UNIT: _read(glance.units),
    }
)


def _cover(shelf: Shelf, ledger: str) -> Mapping[str, str]:
    return glance.opening(shelf.cover_path(ledger))


def _entries(sought: Sought, *, records_only: bool = False) -> Reply:
    shelf, parameter = sought.shelf, sought.place.parameter
    if shelf is None or parameter is None:
        return Reply()
    wanted = sought.typed.upper()
    known = {each.upper() for each in sought.place.given.get(parameter.key, ())}
    command = sought.table.command(*sought.place.path)
    kinds = ("record",) if records_only else () if parameter.flags or command is None else command.kinds
    ledgers = [each for each in shelf.ledgers() if not kinds or _cover(shelf, each).get("kind", "") in kinds]
    numbers = {each: shelf.numbers(each) for each in ledgers if _may_hold(each, wanted)}
    found = {ledger: _going_on(wanted, ledger, held) for ledger, held in numbers.items()}
    instead = not any(found.values())
    if instead:
        found = {ledger: _cut_to(wanted, ledger, held) for ledger, held in numbers.items()}
    holding = [ledger for ledger, held in found.items() if held]
    many = sum(map(len, found.values())) > MOST_TITLES
    if many and len(holding) > 1 and not instead:
        begun = [Candidate(f"{each}-", _cover(shelf, each).get("title", "")) for each in holding]
        return Reply(tuple(begun), sought.place.keep, open=True)
    ids = [f"{ledger}-{number}" for ledger, held in found.items() for number in sorted(held, key=int)]
    titled = (Candidate(each, "" if many else _title(shelf, each)) for each in ids if each not in known)
    return Reply(tuple(titled), sought.place.keep, instead=instead)


def _may_hold(ledger: str, wanted: str) -> bool:
    """Whether an entry of `ledger` may be meant: one that may not is not looked into."""
    head = wanted.rpartition("-")[0]
    return f"{ledger}-".startswith(wanted) or wanted.startswith(f"{ledger}-") or ledger.startswith(head)


def _going_on(wanted: str, ledger: str, numbers: Sequence[str]) -> Sequence[str]:
    """The numbers of the ids of `ledger` that begin with `wanted`."""
    begin = f"{ledger}-"
    if begin.startswith(wanted):
        return numbers
    rest = wanted[len(begin) :]
    return [each for each in numbers if each.startswith(rest)] if wanted.startswith(begin) else ()


def _cut_to(wanted: str, ledger: str, numbers: Sequence[str]) -> Sequence[str]:
    """The numbers of the entries that `wanted` is cut from as commands take it, or that begin so: `3`."""
    if wanted.isascii() and wanted.isdigit():
        return [each for each in numbers if each.startswith(wanted) or each.lstrip("0").startswith(wanted)]
    return [each for each in numbers if means(wanted, f"{ledger}-{each}")]


def _title(shelf: Shelf, entry_id: str) -> str:
    return glance.opening(shelf.entry_path(entry_id)).get("title", "")


def _change(sought: Sought, fitting: Fits) -> Reply:
    key, equals, typed = sought.typed.partition("=")
    words = _fields(sought, fitting)
    if not equals:
        offered = (Candidate(f"{word.code}=", word.text) for word in words)
        called = (Candidate(f"{name}=", word.code) for word in words for name in word.names)
        return Reply(
            _beginning(sought.typed, (*offered, *(called if not sought.typed.isascii() else ()))),
            sought.place.keep,
            open=True,
        )
    name = key.removesuffix("+").removesuffix("-").strip()
    code = next((word.code for word in words if name in (word.code, *word.names)), "")
    place = sought.place._replace(keep=f"{sought.place.keep}{key}=")
    return _values(sought._replace(place=place, typed=typed), fits_field(code))


def _fields(sought: Sought, fitting: Fits) -> Sequence[Word]:
    if fitting is Fits.LOG_CHANGE:
        return sought.table.words("log_field")
    fields, kind = sought.table.words("field"), _kind(sought)
    return [word for word in fields if not kind or kind in word.kinds]


def _kind(sought: Sought) -> str:
    """The kind of the entry or ledger that was given; empty where it cannot be told at a glance."""
    given, shelf = sought.place.given, sought.shelf
    if shelf is None:
        return ""
    for ledger in given.get("ledger", ()):
        return _cover(shelf, ledger).get("kind", "") if shelf.has_ledger(ledger) else ""
    for typed in islice(given.get("ids", ()), 1):
        wanted = typed.strip().upper()
        every = (each for ledger in shelf.ledgers() for each in shelf.entry_ids(ledger))
        found = [wanted] if shelf.has_entry(wanted) else [each for each in every if means(wanted, each)]
        if len(found) == 1:
            return _cover(shelf, found[0].rpartition("-")[0]).get("kind", "")
    return ""
