"""The pages of a status and of a signal."""

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from cleanledger.i18n import N_, _
from cleanledger.model.cover import KINDS
from cleanledger.model.lifecycle import ENDED, FIRST_STATUS, STATUSES_OF_KIND
from cleanledger.model.standing import Bucket, Moment, Row, standing_on
from cleanledger.model.vocabulary import kind_word, listed, status_word, verb_word, word
from cleanledger.render.explain.moves import moves_of_kind
from cleanledger.render.page import Page, Section, rows
from cleanledger.render.words import BUCKETS, SIGNALS

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "open": N_("It stands on the list and nobody has begun."),
        "doing": N_("The lead unit works on it."),
        "submitted": N_("The lead unit claims that it is done; it waits for those who check."),
        "verified": N_("The acceptance unit has found that it is so; it waits for the end."),
        "published": N_("The result is before the public; it can be closed when publicity is over."),
        "closed": N_(
            "Somebody other than the doer has agreed that it is done. Only reopening brings it back."
        ),
        "suspended": N_("It rests, with approval; its clock stands."),
        "void": N_("It should not have been on the list; it counts nowhere, and its number stays used."),
        "carried": N_("It goes on in another ledger, with its deadlines and its evidence."),
        "identified": N_("The risk has been found; no meeting has fixed its level yet."),
        "approved": N_("A meeting has fixed the level of the risk; the measures against it hold."),
        "retired": N_("It no longer holds; whatever rests on it has to be looked at."),
        "active": N_("It holds, and entries may rest on it."),
    }
)
"""What each status means."""

SIGNAL_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "near": N_("The deadline lies no further ahead than notice.near of the book says, and work goes on."),
        "yellow": N_("A measure, a milestone or a review is overdue, though the entry itself is not."),
        "red": N_("The deadline has passed, and nothing was claimed. Due today is not overdue."),
        "waiting": N_("It was claimed and waits for those who check; the unit's clock stands meanwhile."),
    }
)
"""What each signal means."""


def status_page(status: str) -> Page:
    """What a status means, how one comes there and goes on, and how it is counted."""
    kinds = [kind for kind in KINDS if status in STATUSES_OF_KIND[kind]]
    words = listed(dict.fromkeys(status_word(status, kind) for kind in kinds))
    told = rows(
        (_("of"), listed(map(kind_word, kinds))),
        (_("comes from"), tuple(_ways_in(status, kinds))),
        (_("goes on"), tuple(_ways_out(status, kinds))),
        (_("counted"), listed(word(BUCKETS, each) for each in buckets_of(status, kinds))),
        (_("end"), _("an end: only log and accepted grow") if status in ENDED else ""),
    )
    return Page(
        "status",
        status,
        f"{status} · {words}" if words != status else status,
        _(MEANINGS[status]),
        (Section("", told),),
        {
            "meaning": _(MEANINGS[status]),
            "kinds": kinds,
            "from": {
                kind: [move.verb for move in moves_of_kind(kind) if move.target == status] for kind in kinds
            },
            "to": {
                kind: {
                    move.verb: move.target
                    for move in moves_of_kind(kind)
                    if status in move.sources and move.target
                }
                for kind in kinds
            },
            "counted": [each.value for each in buckets_of(status, kinds)],
            "ended": status in ENDED,
        },
    )


def signal_page(signal: str) -> Page:
    """What a signal means."""
    meaning = _(SIGNAL_MEANINGS[signal])
    words = word(SIGNALS, signal)
    heading = f"{signal} · {words}" if words != signal else signal
    return Page("signal", signal, heading, meaning, (), {"meaning": meaning})


def buckets_of(status: str, kinds: list[str]) -> tuple[Bucket, ...]:
    """The parts of a count in which an entry of this status can stand, asked of whoever counts."""
    day = dt.date(2024, 6, 30)
    found: dict[Bucket, None] = {}
    for kind in kinds:
        for due in (None, *(day + dt.timedelta(days=ahead) for ahead in (-1, 1, 100))):
            for adopted in (False, status == "closed"):
                moment = Moment(None, status, 1, due, due, "", adopted=adopted)
                standing = standing_on(_row(kind, moment), day, near_days=30)
                if standing is not None:
                    found[standing.bucket] = None
    return tuple(bucket for bucket in Bucket if bucket in found)


def _row(kind: str, moment: Moment) -> Row:
    return Row(
        id="",
        ledger="",
        number=1,
        kind=kind,
        title="",
        lead_unit="",
        leader="",
        owner="",
        source="",
        carrier="",
        campaign="",
        level="",
        plan="",
        standing=False,
        moments=(moment,),
    )


def _ways_in(status: str, kinds: list[str]) -> Iterator[str]:
    found: dict[str, None] = {}
    for kind in kinds:
        if FIRST_STATUS.get(kind) == status:
            found[_("{verb}: it begins so", verb=verb_word("add", kind))] = None
        for move in moves_of_kind(kind):
            if move.target == status:
                before = [each for each in STATUSES_OF_KIND[kind] if each in move.sources]
                came = listed(status_word(each, kind) for each in before)
                found[_("{verb}, from {statuses}", verb=verb_word(move.verb, kind), statuses=came)] = None
    return iter(found)


def _ways_out(status: str, kinds: list[str]) -> Iterator[str]:
    found: dict[str, None] = {}
    for kind in kinds:
        for move in moves_of_kind(kind):
            if status in move.sources and move.target:
                found[f"{verb_word(move.verb, kind)} → {status_word(move.target, kind)}"] = None
    return iter(found)
