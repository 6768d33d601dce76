"""Rules and settings: a new version of the policy from a day, the book's own settings, a ledger's cover."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import N_, _
from cleanledger.model.book import Book
from cleanledger.model.cover import Cover
from cleanledger.model.policy import PRESETS, Rules, Version
from cleanledger.model.setting import Setting
from cleanledger.model.source import Tree
from cleanledger.operations.draft import plain
from cleanledger.operations.key_values import Change, changes_to, leaves
from cleanledger.operations.lists import data_of
from cleanledger.operations.revision import BOOK, Edits
from cleanledger.operations.set_up import tree_of
from cleanledger.operations.units import former_keeper, keeps
from cleanledger.store.library import Shelf
from cleanledger.store.splice import Append, Edit, apply

_BY_OPTION = N_("--from, --doc and --reason say that of a new version")
_OWNED_BY_VERSIONS = MappingProxyType(
    {"from": _BY_OPTION, "doc": _BY_OPTION, "reason": _BY_OPTION, "version": N_("it counts up by itself")}
)
_OWNED_OF_BOOK = MappingProxyType(
    {
        "format": N_("the program writes it"),
        "duties": N_("ledger duty add TYPE --held-by UNIT --every INTERVAL adds one"),
        "campaigns": N_("ledger campaign add CODE NAME adds one"),
        "policy": N_("name the rule itself, as ledger policy show does"),
    }
)
OWNED_OF_COVER = MappingProxyType(
    {
        "kind": N_("a ledger keeps its kind"),
        "former": N_("it is written where the keeper changes"),
        **dict.fromkeys(
            ("adopted_from.file", "adopted_from.sha256", "adopted_from.date"),
            N_("ledger adopt LEDGER TITLE --list FILE writes it"),
        ),
        **dict.fromkeys(("sealed.date", "sealed.doc", "sealed.by"), N_("sealing writes it")),
    }
)


def is_rule(dotted: str) -> bool:
    """Whether a key belongs to a version of the policy, and not to the settings of the book."""
    return dotted in {leaf.dotted for leaf in leaves(Version)}


def book_set(
    shelf: Shelf,
    setting: Setting,
    texts: Sequence[str],
    day: date | None,
    facts: Mapping[str, Tree],
    *,
    today: date,
) -> tuple[Edits, tuple[Change, ...]]:
    """book.yaml with other settings, and a new version of the policy from `day` for what is a rule.

    A version is never changed: the lines of its days were judged by it. `facts`: the paper and the reason.
    """
    present, changes = _book_changes(shelf, setting, texts)
    rules = [each for each in changes if is_rule(each.dotted)]
    edits: list[Edit] = [each.edit() for each in changes if each not in rules]
    if not rules and (day or facts):
        raise UsageError(
            _("only rules have a first day and a paper; these settings hold from now on"),
            _("leave out --from, --doc and --reason"),
        )
    if rules and day is None:
        raise UsageError(_("{name} is missing", name="--from"), _("a rule holds from a day on"))
    if rules and day is not None:
        _refuse_past(setting, day, today)
        changed = apply(present, [each.edit() for each in rules])
        number = max((version.version for version in setting.book.policy), default=1) + 1
        if not setting.book.policy:
            # The first version judges all that is older: what held until now becomes it.
            edits.append(Append(("policy",), {"from": plain(today), "version": plain(1), **present}))
        edits.append(Append(("policy",), {"from": plain(day), "version": plain(number), **facts, **changed}))
    return {BOOK: edits}, changes


def names_rule(shelf: Shelf, setting: Setting, texts: Sequence[str]) -> bool:
    """Whether one of `texts` changes a rule, which holds from a day on."""
    return any(is_rule(each.dotted) for each in _book_changes(shelf, setting, texts)[1])


def _book_changes(
    shelf: Shelf, setting: Setting, texts: Sequence[str]
) -> tuple[Mapping[str, Tree], tuple[Change, ...]]:
    """The rules of the newest version, and what `key=value` changes in them and in the book."""
    data = data_of(shelf, BOOK)
    present = _present_rules(setting, data)
    owned = {**_OWNED_OF_BOOK, **_OWNED_BY_VERSIONS}
    return present, changes_to(setting, [Version, Book], {**data, **present}, texts, owned=owned)


def _present_rules(setting: Setting, data: Mapping[str, Tree]) -> dict[str, Tree]:
    """What the newest version says; where there is none yet, what holds without one."""
    versions = data.get("policy")
    if not isinstance(versions, list) or not versions:
        return tree_of(PRESETS["paper"])
    newest = max(range(len(versions)), key=lambda place: setting.book.policy[place].from_)
    last = versions[newest]
    rules = set(Version.model_fields) - {"from_", *_OWNED_BY_VERSIONS}
    return {key: value for key, value in last.items() if key in rules} if isinstance(last, dict) else {}


def _refuse_past(setting: Setting, day: date, today: date) -> None:
    if day < today:
        raise Refused(
            _("{day} is past: rules hold from today on or later", day=day.isoformat()),
            _("what was done until now was judged by the rules of its day"),
        )
    latest = max((version.from_ for version in setting.book.policy), default=today)
    if day <= latest:
        raise Refused(
            _("there is a version from {day} already; the new one begins later", day=latest.isoformat()),
            _("ledger policy show --on {day} shows it", day=latest.isoformat()),
        )


def cover_changes(setting: Setting, data: Mapping[str, Tree], texts: Sequence[str]) -> tuple[Change, ...]:
    """What `key=value` changes on a cover; a rule is put below `policy`."""
    policy = data.get("policy")
    both = {**data, **(policy if isinstance(policy, dict) else {})}
    changes = changes_to(setting, [Cover, Rules], both, texts, owned=OWNED_OF_COVER, hidden=("policy",))
    rules = {leaf.dotted for leaf in leaves(Rules)}
    return tuple(
        change._replace(path=("policy", *change.path)) if change.dotted in rules else change
        for change in changes
    )


def cover_set(
    shelf: Shelf, setting: Setting, ledger: str, texts: Sequence[str], day: date | None, *, today: date
) -> tuple[Edits, tuple[Change, ...]]:
    """A cover with other values; who kept the ledger until the day before `day` stays in `former`."""
    cover = setting.covers[ledger]
    if cover.sealed:
        raise Refused(_("{ledger} is sealed", ledger=ledger))
    changes = cover_changes(setting, data_of(shelf, ledger), texts)
    edits: list[Edit] = [each.edit() for each in changes]
    keeper = setting.keeper_of(ledger)
    keepers = [each for each in changes if keeps(cover, str(each.path[-1])) and each.now != keeper]
    if day and not keepers:
        raise UsageError(_("on a cover only another keeper has a first day: leave out --from"))
    if keeper and keepers:
        edits.append(former_keeper(keeper, day or today))
    return {ledger: edits}, changes
