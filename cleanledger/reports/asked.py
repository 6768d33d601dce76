"""The query of a report, from the setting of a book."""

from datetime import date
from functools import cache

from cleanledger.model.setting import Setting
from cleanledger.reports.query import CardType, Duty, Query, Rules, Rung, Terms, Weights
from cleanledger.reports.units import UnitNode


def query_on(setting: Setting, day: date, *, ledger: str = "", tree_of: date | None = None) -> Query:
    """What every report is asked on `day`: the tree, the terms, and the year of `ledger`."""
    cover = setting.covers.get(ledger)
    issued = cover.issued_on.year if cover and cover.issued_on else None
    return Query(
        day=day,
        near_days=setting.near_days,
        units=units_on(setting, day, tree_of),
        ledger=ledger,
        year=(cover.year or issued) if cover else None,
        tree_of=tree_of,
        terms=terms_of(setting),
    )


def units_on(setting: Setting, day: date, tree_of: date | None = None) -> tuple[UnitNode, ...]:
    """The tree of `day`, those ended in it too; of the day `tree_of` only those that existed then."""
    on = tree_of or day
    return tuple(
        UnitNode(unit.code, unit.parent_on(on) or "", unit.kind, unit.exists_on(on))
        for unit in setting.directory.file.units
        if tree_of is None or unit.exists_on(on)
    )


def terms_of(setting: Setting) -> Terms:
    """What the book says beside its entries."""
    notice = setting.book.notice
    ladder = tuple(Rung(rung.type, rung.after) for rung in notice.ladder)

    def rules_on(ledger: str, kind: str, day: date) -> Rules:
        policy = setting.policy_of(ledger)(day)
        return Rules(policy.of(kind).evidence, policy.late_entry_days, policy.review_days)

    return Terms(
        ladder=ladder,
        notice_types=setting.notice_types,
        near=notice.near,
        rebound_days=notice.rebound_days,
        weights=Weights(**setting.book.slow.model_dump()),
        rules_on=rules_on,
        cards=tuple(CardType(card.type, card.signal) for card in notice.cards),
        slow_margin=notice.slow_margin,
        # Many entries were submitted on the same day.
        worked_between=cache(setting.workdays.between),
        duties=duties_of(setting),
    )


def duties_of(setting: Setting) -> tuple[Duty, ...]:
    """The duties of the book; a unit that has ended owes nothing any more."""
    units = setting.directory.units
    return tuple(
        Duty(
            duty.type,
            duty.held_by,
            duty.every,
            duty.at_least,
            duty.from_,
            min(filter(None, (duty.until, getattr(units.get(duty.held_by), "until", None))), default=None),
        )
        for duty in setting.book.duties
    )
