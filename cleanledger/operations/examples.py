"""A command line for each verb on an entry, as an office types it: its own, or made of what it must say."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from cleanledger.model.field_examples import EXAMPLES
from cleanledger.model.lifecycle import MOVES, Move
from cleanledger.operations.options import Argument, Option, Takes
from cleanledger.operations.verbs import Verb

IDS: Mapping[str, str] = MappingProxyType(
    {
        "rectification": "ZG-2024-031",
        "task": "RW-2024-012",
        "risk": "FX-2024-011",
        "record": "JL-2024-001",
        "power": "QZ-2024-001",
        "directive": "ZS-2024-001",
    }
)
"""The entry of each kind that examples speak of; the first kind that has a verb shows it."""

_VALUES: Mapping[str, str] = MappingProxyType(
    {
        "approved_by": "jgdw-head",
        "basis": "回头看报告2024-5",
        "code": "LG508",
        "days": "7",
        "doc": "整改办〔2024〕7号",
        "found_by": "self",
        "level": "high",
        "meeting": "JL-2024-001",
        "into": "ZG-2025",
        "result": "sound",
        "review.result": "unchanged",
        "close.opinion": "同意销号",
        "return.reason": "佐证材料不全",
    }
)
"""What is said under a key, or under a key by one verb, where the example of its field would not do."""

_OF_TAKES: Mapping[Takes, str] = MappingProxyType(
    {
        Takes.DATE: "2024-12-31",
        Takes.DEADLINE: "2024-12-31",
        Takes.NUMBER: "1",
        Takes.ACTOR: "jgdw-head",
        Takes.TEXTS: "title=标题",
        Takes.LEDGER: "ZG-2025",
    }
)


def kind_of_example(verb: str) -> str:
    """The kind whose entry shows `verb`: its own where the example names one, else the first that has it."""
    return next((kind for kind in IDS if (kind, verb) in MOVES), "rectification")


def example_of(verb: Verb) -> str:
    """A command line that does `verb`."""
    if verb.example:
        return f"ledger {verb.name} {verb.example}"
    kind = kind_of_example(verb.name)
    return " ".join(("ledger", verb.name, IDS[kind], *_told(verb, MOVES.get((kind, verb.name)))))


def _told(verb: Verb, move: Move | None) -> Iterator[str]:
    for argument in verb.arguments:
        if argument.required:
            yield _value(verb.name, argument)
    options = {option.key: option for option in verb.all_options}
    wanted = [option for option in verb.options if option.required]
    for need in move.needs if move else ():
        option = next((options[key] for key in need if key in options), None)
        wanted += [option] if option is not None and option not in wanted else []
    for option in wanted:
        yield from (option.flags[0], _value(verb.name, option))
    is_approved = move is not None and move.approved
    if is_approved and not any("doc" in need for need in (move.needs if move else ())):
        # What somebody else approved needs its paper.
        yield from (options["doc"].flags[0], _value(verb.name, options["doc"]))


def _value(verb: str, shape: Option | Argument) -> str:
    own = _VALUES.get(f"{verb}.{shape.key}") or _VALUES.get(shape.key)
    return own or EXAMPLES.get(shape.key) or _OF_TAKES.get(shape.takes, "说明")
