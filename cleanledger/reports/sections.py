"""The kinds of things that wait for somebody, as one table: a new kind is a row of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from cleanledger.i18n import N_
from cleanledger.model.lifecycle import ENDED, MOVES
from cleanledger.model.standing import Bucket, Held
from cleanledger.reports.near import notice_reached
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
    of_records: bool = False
    """Its items are records, whose ledger says nothing of what they are about."""


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
    within = notice_reached(standing.days or 0, seen.view.near)
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
        return _waiting(seen, seen.item(section, seen.view.command(seen.row, step, seen.keeper)))
    permit = seen.view.may(seen.row, step)
    if permit.early or not (permit.post or seen.clerk):
        return None
    return _waiting(seen, seen.item(section, seen.view.command(seen.row, step, permit.post or seen.keeper)))


def _waiting(seen: Seen, item: Item) -> Item:
    return replace(item, wait=seen.view.waited(seen.row, seen.standing.moment))


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


def _unanswered_letter(seen: Seen) -> Held | None:
    """The letter that the record speaks of, where an answer was asked for and has not come."""
    held = seen.row.held
    if held is None or held.reply_by is None or (held.replied_on and held.replied_on <= seen.view.day):
        return None
    return held


def _to_reply(seen: Seen) -> Item | None:
    held = _unanswered_letter(seen)
    if held is None or not any(each.units & {*held.to} for each in seen.view.clerks):
        return None
    return _of_letter(seen, held, "to_reply")


def _unanswered(seen: Seen) -> Item | None:
    held = _unanswered_letter(seen)
    if held is None or not held.reply_by or held.reply_by >= seen.view.day:
        return None
    sent_it = held.held_by in seen.view.homes and (seen.view.clerks or seen.view.checks)
    if not (seen.clerk or sent_it) or _to_reply(seen):
        return None
    return _of_letter(seen, held, "unanswered")


def _of_letter(seen: Seen, held: Held, section: str) -> Item:
    """A letter: the day by which it is to be answered, and the command that enters the answer."""
    command = seen.view.command(seen.row, "reply", seen.view.may(seen.row, "reply").post)
    days = (held.reply_by - seen.view.day).days if held.reply_by else None
    unit = next(iter(held.to), None)
    return replace(seen.item(section, command, days), due=held.reply_by, unit=unit)


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
        "to_send": Section(N_("notices to send"), signal="red"),
        "to_reply": Section(
            N_("letters to answer"),
            find=_to_reply,
            whole="ledger report ladder",
            when=_LEFT,
            signal="yellow",
            of_records=True,
        ),
        "unanswered": Section(
            N_("answers that are late"),
            find=_unanswered,
            whole="ledger report ladder",
            when=_LEFT,
            signal="yellow",
            of_records=True,
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
