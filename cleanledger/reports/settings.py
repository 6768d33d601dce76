"""Tables of what a book is set to: plans with their themes, duties, campaigns, and the rules of a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cleanledger.i18n import N_
from cleanledger.model.book import Book
from cleanledger.model.cover import Cover
from cleanledger.model.plans import PlansFile
from cleanledger.model.policy import Policy, Rules, Version, policy_on
from cleanledger.reports.held import Tally
from cleanledger.reports.table import Column, Content, Line, Table

_NOTHING = N_("nothing is listed")
_PLANS = (
    Column("code", N_("code"), Content.ID),
    Column("name", N_("name")),
    Column("under", N_("plan"), Content.ID),
    Column("year", N_("year"), Content.NUMBER),
    Column("from", N_("from"), Content.DATE),
    Column("until", N_("until"), Content.DATE),
)
_DUTIES = (
    Column("number", N_("number"), Content.NUMBER),
    Column("type", N_("type"), Content.ID),
    Column("held_by", N_("held by"), Content.UNIT),
    Column("every", N_("every"), Content.INTERVAL),
    Column("at_least", N_("at least"), Content.NUMBER),
    Column("from", N_("from"), Content.DATE),
    Column("until", N_("until"), Content.DATE),
    Column("note", N_("remark")),
    Column("period", N_("period"), Content.PERIOD),
    Column("held", N_("held so far"), Content.NUMBER),
)
_CAMPAIGNS = (Column("code", N_("code"), Content.ID), Column("name", N_("name")))
_POLICY = (
    Column("key", N_("rule"), Content.SETTING),
    Column("value", N_("holds"), Content.RULE),
    Column("says", N_("who says so"), Content.ORIGIN),
    Column("since", N_("since"), Content.DATE),
    Column("doc", N_("paper")),
)


def plans_table(plans: PlansFile) -> Table:
    """Every plan, its themes below it."""
    rows: list[Line] = []
    for plan in plans.plans:
        rows.append((plan.code, plan.name, None, None, plan.from_, plan.until))
        rows += [(theme.code, theme.name, plan.code, theme.year, None, None) for theme in plan.themes]
    return Table("plans", _PLANS, tuple(rows), nothing=_NOTHING)


def duties_table(book: Book, now: Sequence[Tally | None]) -> Table:
    """Every duty under its number, which other commands take; `now`: of each the period that runs."""
    rows = tuple(
        (
            *(number, each.type, each.held_by, each.every, each.at_least, each.from_, each.until, each.note),
            *((tally.period, tally.held) if tally else (None, None)),
        )
        for number, (each, tally) in enumerate(zip(book.duties, now, strict=True), 1)
    )
    return Table("duties", _DUTIES, rows, nothing=_NOTHING, aside=frozenset({"period"}))


def campaigns_table(book: Book) -> Table:
    """Every campaign."""
    return Table("campaigns", _CAMPAIGNS, tuple((c.code, c.name) for c in book.campaigns), nothing=_NOTHING)


def policy_table(book: Book, cover: Cover | None, day: date) -> Table:
    """What holds on `day`, in the order of the rules, then the settings of the book."""
    rows = (*_rule_lines(book, cover, day), *_setting_lines(book))
    kinds = tuple(str(row[0]).partition(".")[0] for row in rows)
    return Table("policy", _POLICY, rows, kinds=kinds)


@dataclass(frozen=True)
class _Held:
    """One rule: its key, and how it is read from what holds and from what says so."""

    key: str

    def of(self, policy: Policy) -> str:
        top, _dot, inner = self.key.partition(".")
        value = getattr(getattr(policy, top), inner) if top in _KINDS else getattr(policy, inner or top)
        return " ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)

    def is_said_by(self, rules: Rules | None) -> bool:
        value: object = rules
        for part in self.key.split("."):
            value = getattr(value, part, None)
        return value is not None


_KINDS = ("task", "rectification")
_HELD = tuple(
    map(
        _Held,
        (
            *("task.steps", "task.evidence", "task.reviewer"),
            *("rectification.steps", "rectification.evidence", "rectification.reviewer"),
            *("rectification.acceptor", "rectification.publicity_days", "extend.approver", "extend.most"),
            *("late_entry_days", "review_days", "correct_days", "immediate_days", "before", "early_day"),
            *("paper", "proof", "evidence_max"),
        ),
    )
)


def _rule_lines(book: Book, cover: Cover | None, day: date) -> Iterator[Line]:
    rules = cover.policy if cover else None
    policy, version = policy_on(book.policy, rules, day), version_on(book.policy, day)
    for held in _HELD:
        if held.is_said_by(rules):
            yield (held.key, held.of(policy), "cover", None, None)
        elif version and held.is_said_by(version):
            yield (held.key, held.of(policy), str(version.version), version.from_, version.doc)
        else:
            yield (held.key, held.of(policy), "default", None, None)


def version_on(versions: Sequence[Version], day: date) -> Version | None:
    """The version that judges a line of `day`: the newest not later, else the first."""
    ordered = sorted(versions, key=lambda version: (version.from_, version.version))
    return next((each for each in reversed(ordered) if each.from_ <= day), next(iter(ordered), None))


def _setting_lines(book: Book) -> Iterator[Line]:
    ladder = ", ".join(f"{rung.type}:{rung.after}" for rung in book.notice.ladder)
    cards = ", ".join(f"{card.type}:{card.signal}" for card in book.notice.cards)
    for key, value in (
        ("notice.near", " ".join(map(str, book.notice.near))),
        ("notice.rebound_days", str(book.notice.rebound_days)),
        ("notice.ladder", ladder),
        ("notice.cards", cards),
        ("notice.slow_margin", str(book.notice.slow_margin)),
        ("record_types", ", ".join(book.record_types)),
        ("records", book.records),
        ("name", book.name),
        ("language", book.language),
        ("timezone", book.timezone),
        ("git.commit", book.git.commit),
        ("scoring", book.scoring),
    ):
        if value:
            yield (key, value, "book", None, None)
