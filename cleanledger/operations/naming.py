"""From what is typed to the code that is stored: by code, name or unique beginning."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from cleanledger.errors import LedgerError, Refused, UsageError
from cleanledger.i18n import _, in_every_language
from cleanledger.model.scalars import ENTRY_ID
from cleanledger.model.setting import Setting
from cleanledger.model.vocabulary import choices, listed
from cleanledger.store.former_ids import former_ids
from cleanledger.store.library import Entries, Shelf, by_number
from cleanledger.store.shelf import means

_MOST_SHOWN = 8


def find(
    asked: str,
    named: Mapping[str, Iterable[str]],
    *,
    unknown: str,
    hint: str = "",
    failure: type[LedgerError] = Refused,
) -> str:
    """The code that `asked` means: a code, else a name, else the unique beginning of one (letter case aside).

    `named`: the names of each code. `unknown`: what is said where nothing fits. `failure`: what is raised,
    UsageError where the choices are the program's and not the book's.
    """
    wanted = asked.strip().casefold()
    names = {code: [code.casefold(), *(name.casefold() for name in others)] for code, others in named.items()}
    for fits in (_is_code, _is_name, _begins):
        found = [code for code, known in names.items() if wanted and fits(wanted, known)]
        if len(found) == 1:
            return found[0]
        if found:
            raise failure(
                _(
                    "{asked} may mean: {found}",
                    asked=asked,
                    found=shown([_called(each, named) for each in found]),
                ),
                _("type more of it, or the whole code"),
            )
    raise failure(unknown, hint)


def _called(code: str, named: Mapping[str, Iterable[str]]) -> str:
    name = next(iter(named[code]), "")
    return _("{name} ({code})", name=name, code=code) if name and name != code else code


def find_word(
    asked: str, words: Mapping[str, str], label: str, also: Mapping[str, str] = MappingProxyType({})
) -> str:
    """One of the program's own codes, by code or by its word in either language; `label` says what it is.

    `also`: what else a code is called.
    """
    return find(
        asked,
        {code: (*in_every_language(text), also.get(code, code)) for code, text in words.items()},
        unknown=_("there is no {label} {asked}", label=label, asked=asked),
        hint=choices(words),
        failure=UsageError,
    )


def _is_code(wanted: str, known: Sequence[str]) -> bool:
    return known[0] == wanted


def _is_name(wanted: str, known: Sequence[str]) -> bool:
    return wanted in known[1:]


def _begins(wanted: str, known: Sequence[str]) -> bool:
    return any(name.startswith(wanted) for name in known)


def shown(found: Sequence[str]) -> str:
    """A list for a message, cut with a sign where it is long."""
    more = len(found) - _MOST_SHOWN
    text = listed(found[:_MOST_SHOWN])
    return _("{text} and {n} more", text=text, n=more) if more > 0 else text


def find_unit(setting: Setting, asked: str) -> str:
    """A unit's code by code, name, alias or unique beginning."""
    units = setting.directory.units
    return find(
        asked,
        {code: (unit.name, *unit.aliases) for code, unit in units.items()},
        unknown=_("there is no unit {asked}", asked=asked),
        hint=_("ledger unit list shows the units; ledger unit add CODE NAME adds one"),
    )


def find_post(setting: Setting, asked: str) -> str:
    """A post's code by code, name or unique beginning."""
    people = setting.directory.people
    return find(
        asked,
        {code: (person.name,) if person.name else () for code, person in people.items()},
        unknown=_("there is no post {asked}", asked=asked),
        hint=_("ledger person list shows the posts; ledger person add POST --unit UNIT adds one"),
    )


def find_record_type(setting: Setting, asked: str) -> str:
    """A record type of the book, by name or unique beginning."""
    return find(
        asked,
        dict.fromkeys(setting.record_types, ()),
        unknown=_("there is no record type {type}", type=asked),
        hint=_(
            "known: {types}; ledger policy set record_types+={asked} adds it",
            types=" ".join(setting.record_types),
            asked=asked,
        ),
    )


def find_actor(setting: Setting, asked: str) -> str:
    """A post or, where the paper names only the unit, a unit."""
    if asked in setting.directory.people:
        return asked
    if asked in setting.directory.units:
        return asked
    people = {
        code: (person.name,) if person.name else () for code, person in setting.directory.people.items()
    }
    units = {code: (unit.name, *unit.aliases) for code, unit in setting.directory.units.items()}
    return find(
        asked,
        {**units, **people},
        unknown=_("there is no post or unit {asked}", asked=asked),
        hint=_("ledger person list and ledger unit list show them"),
    )


def find_ledger(shelf: Shelf, setting: Setting, asked: str) -> str:
    """A ledger's id by id, title or unique beginning."""
    named = {ledger: (cover.title,) for ledger, cover in setting.covers.items()}
    return find(
        asked,
        {ledger: named.get(ledger, ()) for ledger in shelf.ledgers()},
        unknown=_("there is no ledger {asked}", asked=asked),
        hint=_("ledger new LEDGER --kind K --title T makes one"),
    )


def find_entry(shelf: Shelf, asked: str) -> str:
    """An entry's id, or a former one, whole or cut to what is unique: `ZG-2024-031`, `zg-2024-31`, `31`."""
    wanted = asked.strip().upper().removesuffix(".YAML")
    if re.fullmatch(ENTRY_ID, wanted) and shelf.has_entry(wanted):
        return wanted
    ids = [entry_id for name in shelf.ledgers() for entry_id in shelf.entry_ids(name)]
    found = [entry_id for entry_id in ids if means(wanted, entry_id)] or _formerly(shelf, wanted)
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(
            _("{asked} may mean: {found}", asked=asked, found=shown(sorted(found, key=by_number))),
            _("type more of it, or the whole id"),
        )
    raise Refused(_("there is no entry {asked}", asked=asked), _("ledger list shows the entries"))


def _formerly(shelf: Shelf, wanted: str) -> list[str]:
    """The entries that `wanted` was once the id of: looked for only where no entry is called so now."""
    seem = {each for name in shelf.ledgers() for each in former_ids(shelf, name) if means(wanted, each[0])}
    entries = Entries(shelf)
    return sorted(
        {now for former, now in seem if (entry := entries.lookup(now)) and former in entry.aliases},
        key=by_number,
    )


def relative(path: Path, base: Path) -> str:
    """`path` for a message: relative to `base` where it lies below it."""
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else str(path)
