"""Cards that somebody issued (红黄牌): records that name an entry, beside the signal that is computed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cleanledger.model.standing import Row, Standing, round_began
from cleanledger.reports.query import Query

_STRENGTH = ("yellow", "red")


class Card(NamedTuple):
    """A card about an entry."""

    signal: str
    date: date
    doc: str


def cards_by_entry(query: Query) -> Mapping[str, Sequence[Card]]:
    """The cards about each entry that were issued by the day, in whatever ledger they lie."""
    signals = {card.type: card.signal for card in query.terms.cards}
    found: defaultdict[str, list[Card]] = defaultdict(list)
    for row in query.everything:
        held = row.held
        if held and (signal := signals.get(held.type)) and held.date <= query.day:
            for entry_id in held.entries:
                found[entry_id].append(Card(signal, held.date, held.doc))
    return found


def strongest(cards: Sequence[Card], row: Row, standing: Standing) -> Card | None:
    """The strongest card of the present round of `row`, the last one of equals; None where there is none."""
    began = round_began(row, standing.moment.round)
    valid = [card for card in cards if began is None or card.date >= began]
    return max(valid, key=lambda card: (_STRENGTH.index(card.signal), card.date), default=None)
