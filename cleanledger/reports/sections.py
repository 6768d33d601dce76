"""The kinds of things that wait for somebody, as one table: a new kind is a row of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from cleanledger.i18n import N_
from cleanledger.model.lifecycle import ENDED, MOVES
from cleanledger.model.standing import Bucket
from cleanledger.reports.view import Item, Seen, show

ENDS_SOON_DAYS = 30
"""So long before its last day an accepted finding is announced."""

Find: TypeAlias = Callable[[Seen], "Item | None"]


class Section(NamedTuple):
    """One kind of thing that waits. `find` finds its items in the entries; without it they are brought.

    `whole`: the command that shows all of them, where there is one. `when`: what `days` means.
    """

    word: str
    heading: str = ""
    """The word where the section is divided by `within`."""
    find: Find | None = None
    whole: str = ""
    when: str = ""
    longest_first: bool = False
    signal: str = "none"


def _onward(seen: Seen) -> str:
    """What whoever does the work types next; who only keeps the list looks at it."""
    step = seen.step()
    if not seen.is_own or seen.clerk is None:
        return show(seen.row)
    # Where nobody else has a say, the clerk ends it; elsewhere only up to the claim.
    post = seen.clerk.post if step in ("start", "submit") else seen.view.may(seen.row, step).post
    return seen.view.command(seen.row, step, post)


def _overdue(seen: Seen) -> Item | None:
    if seen.clerk is None or seen.standing.bucket is not Bucket.OVERDUE:
        return None
    return seen.item("overdue", _onward(seen))


def _yellow(seen: Seen) -> Item | None:
    if seen.clerk is None or seen.standing.signal != "yellow":
        return None
    return seen.item("yellow", show(seen.row))


def _near(seen: Seen) -> Item | None:
    standing = seen.standing
    if seen.clerk is None or standing.bucket is not Bucket.NEAR or standing.signal == "yellow":
        return None
    days = standing.days or 0
    within = min((each for each in seen.view.near if each >= days), default=seen.view.near_days)
    return replace(seen.item("near", _onward(seen)), within=within)


def _to_check(seen: Seen) -> Item | None:
    if seen.standing.bucket is not Bucket.AWAITING or seen.standing.status != "submitted":
        return None
    return _awaiting(seen, "to_check")


def _to_sign(seen: Seen) -> Item | None:
    moment = seen.standing.moment
    if seen.standing.bucket is Bucket.AWAITING and moment.status != "submitted":
        return _awaiting(seen, "to_sign")
    extend = MOVES.get((seen.row.kind, "extend"))
    if moment.asked_on is None or extend is None or moment.status not in extend.sources:
        return None
    days = (seen.view.day - moment.asked_on).days
    if post := seen.view.may(seen.row, "extend").post:
        command = seen.view.command(seen.row, "extend", post, f"--approved-by {post}")
    elif seen.clerk is None:
        return None
    else:
        command = show(seen.row)
    return seen.item("to_sign", command, days)


def _awaiting(seen: Seen, section: str) -> Item | None:
    """What waits for the next step of the chain, by whom may do it, or whose it is to see to it."""
    if not (seen.clerk or seen.view.checks):
        return None
    step = seen.step()
    # Only a day can be in the way of what a keeper's clerk enters.
    if seen.keeper and not seen.view.checks and seen.standing.status != "published":
        return seen.item(section, seen.view.command(seen.row, step, seen.keeper))
    permit = seen.view.may(seen.row, step)
    if permit.early or not (permit.post or seen.clerk):
        return None
    return seen.item(section, seen.view.command(seen.row, step, permit.post or seen.keeper))


def _to_approve(seen: Seen) -> Item | None:
    approve = MOVES.get((seen.row.kind, "approve"))
    if approve is None or seen.standing.status not in approve.sources:
        return None
    post = seen.view.may(seen.row, "approve").post
    if not (post or seen.clerk):
        return None
    return seen.item("to_approve", seen.view.command(seen.row, "approve", post or seen.keeper))


def _to_answer(seen: Seen) -> Item | None:
    open_ones = [each for each in seen.row.owed if each.is_open_on(seen.view.day)]
    if seen.clerk is None or not open_ones:
        return None
    first = open_ones[0]
    days = seen.view.rebound_days - (seen.view.day - first.since).days
    return seen.item("to_answer", seen.view.command(seen.row, first.verb, seen.clerk.post), days)


def _accepted(seen: Seen) -> Item | None:
    if seen.clerk is None or seen.standing.status in ENDED:
        return None
    lasts: dict[str, date] = {}
    for each in seen.row.accepted:
        lasts[each.code] = max(each.until, lasts.get(each.code, each.until))
    ends = min((until for until in lasts.values() if until >= seen.view.day), default=None)
    if ends is None or (days := (ends - seen.view.day).days) > ENDS_SOON_DAYS:
        return None
    return replace(seen.item("accepted", show(seen.row), days), due=ends)


OVER, _LEFT, _WAITED = N_("{n} d over"), N_("{n} d left"), N_("{n} d waited")

SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        "unread": Section(N_("files that cannot be read"), signal="red"),
        "overdue": Section(
            N_("overdue"), find=_overdue, whole="ledger overdue", when=OVER, longest_first=True, signal="red"
        ),
        "to_answer": Section(
            N_("rebounds to answer"),
            find=_to_answer,
            whole="ledger report rechecks",
            when=_LEFT,
            signal="red",
        ),
        "yellow": Section(
            N_("a part is overdue"), find=_yellow, whole="ledger due", when=_LEFT, signal="yellow"
        ),
        "near": Section(
            N_("due soon"),
            N_("due within {within} days"),
            find=_near,
            whole="ledger due",
            when=_LEFT,
            signal="near",
        ),
        "not_held": Section(
            N_("not held"),
            whole="ledger report duties --by duty",
            when=_LEFT,
            signal="near",
        ),
        "to_check": Section(
            N_("to check"),
            find=_to_check,
            whole="ledger list --status submitted",
            when=_WAITED,
            longest_first=True,
            signal="waiting",
        ),
        "to_sign": Section(
            N_("to sign"),
            find=_to_sign,
            whole="ledger due",
            when=_WAITED,
            longest_first=True,
            signal="waiting",
        ),
        "to_approve": Section(
            N_("risks to approve"),
            find=_to_approve,
            whole="ledger list --status identified",
            signal="waiting",
        ),
        "unsaved": Section(N_("files not saved in git"), signal="yellow"),
        "unshared": Section(N_("commits not sent"), signal="yellow"),
        "behind": Section(N_("commits not fetched"), signal="yellow"),
        "accepted": Section(N_("exceptions that end"), find=_accepted, when=_LEFT),
        "news": Section(N_("new since you last looked")),
    }
)
"""Every section by its code, the most pressing first."""
