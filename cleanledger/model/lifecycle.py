"""The lifecycles of all kinds, as tables. Whatever affects a status is written here; `replay` reads it."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import NamedTuple

from cleanledger.model.chain import CHAIN, CHAIN_OF_KIND

FIRST_STATUS = MappingProxyType(
    {"task": "open", "rectification": "open", "risk": "identified", "power": "active", "directive": "active"}
)
"""The status an entry begins with; a record has none."""

ENDED = frozenset({"closed", "void", "carried", "retired"})
"""From these only `log` and `accepted` grow."""

STATUS_AFTER = MappingProxyType(
    {"start": "doing", "submit": "submitted", "verify": "verified", "publish": "published", "close": "closed"}
)
"""What each step of the chain leads to."""

AWAITING = ("submitted", "verified", "published")
STATUSES_OF_KIND = MappingProxyType(
    {
        "task": ("open", "doing", "submitted", "closed", "suspended", "void", "carried"),
        "rectification": ("open", "doing", *AWAITING, "closed", "suspended", "void", "carried"),
        "risk": ("identified", "approved", "void", "retired"),
        "power": ("active", "void", "retired"),
        "directive": ("active", "void", "retired"),
        "record": (),
    }
)

Need = tuple[str, ...]
"""Keys of which a log line must bring at least one."""


class Move(NamedTuple):
    """One arrow of a lifecycle."""

    verb: str
    kind: str
    sources: frozenset[str]
    """The statuses it may be made from."""
    target: str | None
    """The status it leads to; None: the same."""
    needs: tuple[Need, ...] = ()
    role: str = ""
    """The role that its actor holds: reviewer or approver; empty where any clerk may type it."""
    approved: bool = False
    """It needs an approver who is somebody else."""


_DOING_KINDS = ("task", "rectification")
_WITH_STATUS = (*_DOING_KINDS, "risk", "power", "directive")


def living(kind: str) -> frozenset[str]:
    """Every status of `kind` but the ended ones."""
    return frozenset(STATUSES_OF_KIND[kind]) - ENDED


def _chain() -> Iterator[Move]:
    needs: dict[str, tuple[Need, ...]] = {
        "submit": (("note",),),
        "verify": (("opinion",),),
        "publish": (("doc",), ("days",)),
        "close": (("opinion", "doc"),),
    }
    roles = {"verify": "reviewer", "close": "reviewer"}
    for kind, chain in CHAIN_OF_KIND.items():
        for place, verb in enumerate(chain):
            before = {STATUS_AFTER[earlier] for earlier in chain[1:place]}
            sources = {"open"} if verb == "start" else {"open", "doing", *before}
            yield Move(
                verb, kind, frozenset(sources), STATUS_AFTER[verb], needs.get(verb, ()), roles.get(verb, "")
            )


def _others() -> Iterator[Move]:
    work = frozenset({"open", "doing"})
    reason, approver = ("reason",), ("approved_by",)
    for kind in _DOING_KINDS:
        waiting = frozenset(AWAITING) & frozenset(STATUSES_OF_KIND[kind])
        yield Move("return", kind, waiting, "doing", (reason,), "reviewer")
        yield Move("extend", kind, work | {"suspended"}, None)
        yield Move("amend", kind, work, None, (reason, approver), approved=True)
        yield Move("suspend", kind, work, "suspended", (reason, approver), approved=True)
        yield Move("resume", kind, frozenset({"suspended"}), "doing", (reason,))
        yield Move("review", kind, work, None, (("result",),))
        yield Move("carry", kind, living(kind), "carried", (("to",),))
        yield Move("recheck", kind, frozenset({"closed"}), None, (("result",),), "reviewer")
        yield Move("reopen", kind, frozenset({"closed"}), "doing", (reason, ("basis",)))
    for kind in _WITH_STATUS:
        yield Move(
            "transfer", kind, living(kind), None, (reason, approver, ("doc", "meeting")), approved=True
        )
        yield Move("void", kind, living(kind), "void", (reason, approver), approved=True)
        for verb in ("progress", "measure", "set", "evidence"):
            yield Move(verb, kind, living(kind), None)
        yield Move("accept", kind, frozenset(STATUSES_OF_KIND[kind]), None)
    for kind in ("risk", "power", "directive"):
        yield Move("retire", kind, living(kind), "retired", (reason, ("basis",)))
    found = (("level",), ("found_by",), ("meeting",))
    yield Move("approve", "risk", frozenset({"identified"}), "approved", found, "approver")
    yield Move("review", "risk", frozenset({"approved"}), None, (("result",),))
    yield Move("revise", "risk", frozenset({"approved"}), "identified", (reason,))
    for verb in ("set", "evidence", "reply", "accept"):
        yield Move(verb, "record", frozenset({""}), None)


MOVES = MappingProxyType({(move.kind, move.verb): move for move in (*_chain(), *_others())})
"""Every arrow by kind and verb. `add`, `adopt` begin a log and `correct` speaks of one: they stand apart."""

BEGINNINGS = ("add", "adopt")

RESULTS_OF_VERBS = MappingProxyType({"recheck": ("sound", "rebound"), "review": ("unchanged", "changed")})
"""What each verb with a `result` may find."""

AMENDED = frozenset(
    {
        "title", "detail", "goal", "measures", "milestones", "indicators", "acceptance_unit", "source", "due",
        "due_text", "standing", "review_every",
    }
)  # fmt: skip
"""Fields of tasks and rectifications that `amend` owns: what was promised."""

PROGRESS = MappingProxyType({"milestones": "done_on", "indicators": "actual"})
"""Parts of what `amend` owns that say how far it has come: `set` writes them."""

OWNED = MappingProxyType(
    {
        "lead_unit": "transfer", "units": "transfer", "evidence": "evidence", "accepted": "accept",
        "approval": "approve", "status": "", "round": "", "log": "", "kind": "", "id": "", "aliases": "",
    }
)  # fmt: skip
"""Fields that `set` never touches, and the verb that does ("": none that a user types)."""

TRANSFERRED = ("lead_unit", "units", "owner", "acceptance_unit", "measures.unit")
"""Who answers for what, list items without their number: a transfer moves it from any living status."""

SET_WINDOW_DAYS = 7
"""So long after the first line, and before start, `set` may do what is `amend`'s. Unit: days."""


def owner_of(kind: str, field: str) -> str:
    """The verb that changes `field` (dotted) of an entry of `kind`: set, or the one that owns it.

    "": none that a user types.
    """
    top, *inside = field.split(".")
    last = inside[-1] if inside else ""
    if top == "measures" and last == "done_on":
        return "measure"
    if top in OWNED and (OWNED[top] != "transfer" or kind != "record"):
        return OWNED[top]
    is_promised = kind in CHAIN_OF_KIND and top in AMENDED and PROGRESS.get(top) != last
    return "amend" if is_promised else "set"


def changed_by(kind: str, field: str) -> tuple[str, ...]:
    """Every verb by which `field` (dotted) of an entry of `kind` comes to hold something else."""
    if field == "status":
        return tuple(verb for (of_kind, verb), move in MOVES.items() if of_kind == kind and move.target)
    if field == "round":
        return ("reopen",)
    if field == "due" and kind in CHAIN_OF_KIND:
        return ("extend", "amend", "reopen")
    if field == "level" and kind == "risk":
        return ("set", "approve")
    owner = owner_of(kind, field)
    adds = ("measure",) if field == "measures" else ()
    return (*adds, owner) if owner else ()


def command_for(verb: str, entry_id: str, *words: str) -> str:
    """The command line that does `verb`, for a hint."""
    return " ".join(("ledger", verb, entry_id, *words))


def steps_before(verb: str, steps: tuple[str, ...]) -> tuple[str, ...]:
    """The steps of a policy that must be done before `verb`."""
    return tuple(step for step in steps if CHAIN.index(step) < CHAIN.index(verb))


def next_step(done: frozenset[str], steps: tuple[str, ...]) -> str:
    """The first step of a policy that was not done; "" where all of them were."""
    return next((step for step in steps if step not in done), "")


def steps_claimed(status: str) -> frozenset[str]:
    """The steps that an adopted entry counts as having done."""
    if status not in STATUS_AFTER.values():
        return frozenset()
    last = next(step for step, after in STATUS_AFTER.items() if after == status)
    return frozenset((*steps_before(last, CHAIN), last))


def diagram(kind: str) -> str:
    """The lifecycle of `kind` as lines `status --verb--> status`, generated from the table."""
    lines = [f"(nothing) --add--> {FIRST_STATUS[kind]}"]
    for (of_kind, verb), move in MOVES.items():
        if of_kind == kind and move.target:
            lines += [
                f"{source} --{verb}--> {move.target}"
                for source in STATUSES_OF_KIND[kind]
                if source in move.sources
            ]
    return "\n".join(lines)
