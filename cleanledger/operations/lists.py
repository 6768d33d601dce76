"""The lists beside the entries (units, plans, duties, years, …): one more item, or another value."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from cleanledger.errors import Refused
from cleanledger.i18n import N_, _
from cleanledger.model.book import Campaign, Duty
from cleanledger.model.plans import CalendarYear, Plan, Theme
from cleanledger.model.record import Model
from cleanledger.model.setting import Setting
from cleanledger.model.source import FieldPath, Tree
from cleanledger.model.units import Person, Unit
from cleanledger.operations.key_values import Change, changes_to
from cleanledger.operations.naming import find
from cleanledger.operations.revision import BOOK, CALENDAR, PLANS, UNITS, Edits
from cleanledger.store.library import BOOK_FILES, Shelf, read_file
from cleanledger.store.splice import Append, Edit, found

CODE_STAYS = N_("a code is for ever: entries store it")
BY_RENAME = N_("ledger unit rename CODE NAME keeps the old name")


class ListOf(NamedTuple):
    """One list: the file and key that it stands under, and what each item is.

    `owned`: keys that `set` leaves to another command, and what is said of it. `code`: what tells its items
    apart.
    """

    file: str
    key: str
    model: type[Model]
    owned: Mapping[str, str] = MappingProxyType({"code": CODE_STAYS})
    code: str = "code"


LISTS: Mapping[str, ListOf] = MappingProxyType(
    {
        "unit": ListOf(
            UNITS,
            "units",
            Unit,
            MappingProxyType(
                {
                    "code": CODE_STAYS,
                    "name": BY_RENAME,
                    "former": BY_RENAME,
                    "into": N_("ledger unit merge CODE --into CODE does that"),
                }
            ),
        ),
        "person": ListOf(
            UNITS,
            "people",
            Person,
            MappingProxyType(
                {
                    "code": CODE_STAYS,
                    "unit": N_("a post never changes its unit: ledger person move POST NEW"),
                    "holders": N_("ledger person handover POST --email E says who holds it"),
                }
            ),
        ),
        "plan": ListOf(
            PLANS,
            "plans",
            Plan,
            MappingProxyType(
                {"code": CODE_STAYS, "themes": N_("ledger plan add CODE NAME --under PLAN --year Y adds one")}
            ),
        ),
        "theme": ListOf(PLANS, "themes", Theme),
        "duty": ListOf(BOOK, "duties", Duty, MappingProxyType({})),
        "campaign": ListOf(BOOK, "campaigns", Campaign),
        "calendar": ListOf(
            CALENDAR,
            "years",
            CalendarYear,
            MappingProxyType({"year": N_("ledger calendar add YEAR adds another year")}),
            "year",
        ),
    }
)
"""Every list by what one item of it is called."""


def data_of(shelf: Shelf, key: str) -> Mapping[str, Tree]:
    """What book.yaml, a file beside it, or the cover of a ledger holds; nothing where there is none."""
    path = shelf.folder / key if key in BOOK_FILES else shelf.cover_path(key)
    return (read_file(path, shelf.shown(path)).document.data or {}) if path.exists() else {}


def items_of(shelf: Shelf, kind: str) -> Sequence[Mapping[str, Tree]]:
    """The items of a list as they stand in its file."""
    held = data_of(shelf, LISTS[kind].file).get(LISTS[kind].key)
    return [item for item in held if isinstance(item, dict)] if isinstance(held, list) else []


def place_of(shelf: Shelf, kind: str, code: str) -> FieldPath:
    """Where the item of this code stands in its file."""
    codes = [str(item.get(LISTS[kind].code)) for item in items_of(shelf, kind)]
    return (LISTS[kind].key, codes.index(code))


def one_more(shelf: Shelf, kind: str, item: Mapping[str, Tree]) -> Edits:
    """A list with one item more."""
    where = LISTS[kind]
    code = item.get(where.code)
    if code is not None and code in [each.get(where.code) for each in items_of(shelf, kind)]:
        raise Refused(_("{code} is there already", code=code))
    return {where.file: [Append((where.key,), dict(item))]}


def theme_more(shelf: Shelf, plan: str, item: Mapping[str, Tree]) -> Edits:
    """A plan with one theme more."""
    return {PLANS: [Append((*place_of(shelf, "plan", plan), "themes"), dict(item))]}


def item_changes(
    shelf: Shelf, setting: Setting, kind: str, place: FieldPath, texts: Sequence[str]
) -> tuple[Change, ...]:
    """What `key=value` changes in one item of a list."""
    held = found(data_of(shelf, LISTS[kind].file), place)
    item = held if isinstance(held, dict) else {}
    return changes_to(setting, [LISTS[kind].model], item, texts, owned=LISTS[kind].owned)


def edits_of(kind: str, place: FieldPath, changes: Sequence[Change], *more: Edit) -> Edits:
    """The edits that make `changes` in the item at `place`, and `more` in the same file."""
    return {LISTS[kind].file: [*(change.edit(*place) for change in changes), *more]}


def find_plan(setting: Setting, asked: str, *, themes: bool = False) -> str:
    """A plan's code (or a theme's) by code, name or unique beginning."""
    plans = setting.plans.plans
    named = dict(pair for plan in plans for pair in (plan.named() if themes else plan.named()[:1]))
    return find(
        asked,
        {code: (name,) for code, name in named.items()},
        unknown=_("there is no plan {asked}", asked=asked),
        hint=_("ledger plan list shows the plans; ledger plan add CODE NAME adds one"),
    )


def find_campaign(setting: Setting, asked: str) -> str:
    """A campaign's code by code, name or unique beginning."""
    return find(
        asked,
        {each.code: (each.name,) for each in setting.book.campaigns},
        unknown=_("there is no campaign {asked}", asked=asked),
        hint=_("ledger campaign list shows the campaigns; ledger campaign add CODE NAME adds one"),
    )


def find_year(setting: Setting, asked: str) -> str:
    """A year of calendar.yaml as it is typed."""
    return find(
        asked,
        {str(each.year): () for each in setting.calendar.years},
        unknown=_("calendar.yaml has no year {asked}", asked=asked),
        hint=_("ledger calendar list shows the years; ledger calendar add YEAR adds one"),
    )
