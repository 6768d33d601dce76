"""The arrows of the lifecycles in words: from where, to where, what it says, and who does it."""

from collections.abc import Mapping
from types import MappingProxyType

from cleanledger.i18n import N_, _
from cleanledger.model.chain import CHAIN
from cleanledger.model.lifecycle import MOVES, STATUSES_OF_KIND, Move
from cleanledger.model.log import LogLine
from cleanledger.model.vocabulary import either, listed, status_word, title_of

WHO: Mapping[str, str] = MappingProxyType(
    {
        "": N_(
            "a clerk of the lead unit, of a unit that takes part or above them, or of the ledger's keeper"
        ),
        "reviewer": N_("a reviewer, who may type it, or for whom a clerk does"),
        "approver": N_("an approver, who may type it, or for whom a clerk does"),
    }
)
"""Whose act a move is, by the role that it needs."""

WHO_ELSE: Mapping[str, str] = MappingProxyType(
    {
        "verify": N_("somebody of the acceptance unit, not who submitted it (policy: acceptor)"),
        "close": N_("not who submitted it (policy: reviewer); an approver may close, too"),
        "extend": N_("an approver grants or refuses it (--approved-by, --refused-by), not who asked"),
    }
)
"""What the policy says of it besides."""


def moves_of_kind(kind: str) -> tuple[Move, ...]:
    """Every arrow of the lifecycle of `kind`."""
    return tuple(move for (of_kind, _verb), move in MOVES.items() if of_kind == kind)


def moves_of_verb(verb: str) -> tuple[Move, ...]:
    """The arrows that a verb makes, of every kind that has it."""
    return tuple(move for (_kind, name), move in MOVES.items() if name == verb)


def sources(move: Move) -> str:
    """The statuses that it may be made from; of every living one that is said."""
    every = STATUSES_OF_KIND[move.kind]
    found = [each for each in every if each in move.sources]
    if not found:
        return _("without status")
    if len(found) == len(every):
        return _("every status")
    return listed(status_word(each, move.kind) for each in found)


def way(move: Move) -> str:
    """From where to where."""
    target = status_word(move.target, move.kind) if move.target else _("the same")
    return f"{sources(move)} → {target}"


def needs(move: Move) -> str:
    """What its log line must say."""
    return listed(either(title_of(key, LogLine).lower() for key in need) for need in move.needs)


def who(move: Move) -> tuple[str, ...]:
    """Who does it, and who besides has to agree."""
    told = [_(WHO[move.role])]
    if move.verb in WHO_ELSE:
        told.append(_(WHO_ELSE[move.verb]))
    if move.approved:
        told.append(_("approved by an approver, not by who wants it (policy: extend.approver)"))
    return tuple(told)


def is_of_chain(verb: str) -> bool:
    """Whether `steps` of the policy may name it."""
    return verb in CHAIN
