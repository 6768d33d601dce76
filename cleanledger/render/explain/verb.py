"""The page of a verb, and of any other command."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cleanledger.i18n import _, language
from cleanledger.model.lifecycle import RESULTS_OF_VERBS, Move
from cleanledger.model.log import ALWAYS, COMMON_KEYS, KEYS_OF_VERBS, LogLine
from cleanledger.model.verb_names import CHINESE
from cleanledger.model.vocabulary import RESULTS, kind_word, listed, title_of, word
from cleanledger.render.explain.moves import is_of_chain, moves_of_verb, needs, way, who
from cleanledger.render.json_text import Json
from cleanledger.render.page import Block, Example, Page, Row, Section, rows


class Typed(NamedTuple):
    """How something is typed: what it does, its parameters with their help, one line that works."""

    help: str
    parameters: tuple[tuple[str, str], ...] = ()
    example: str = ""


class Spoken(NamedTuple):
    """What else speaks of a verb: rules as code and name, reports by name."""

    rules: tuple[tuple[str, str], ...] = ()
    reports: tuple[str, ...] = ()


def verb_page(name: str, typed: Typed | None, spoken: Spoken) -> Page:
    """What a verb does to an entry; `typed` is None where no command of this version types it."""
    moves = moves_of_verb(name)
    told: list[Block] = [*_ways(moves), *_needs(moves), *_who(moves)]
    told += rows(
        (_("result"), listed(word(RESULTS, each) for each in RESULTS_OF_VERBS.get(name, ()))),
        (
            _("step"),
            _("the policy may make it one that must be done (policy.steps)") if is_of_chain(name) else "",
        ),
        (_("log line"), _log_line(name)),
        (_("rules"), listed(f"{code} {rule}" for code, rule in spoken.rules)),
        (_("reports"), listed(spoken.reports)),
    )
    return Page(
        "verb",
        name,
        _heading(name),
        typed.help if typed else _("This version has no command for it; a log may hold it."),
        (Section("", tuple(told)), *_typing(typed)),
        {
            "names": list(CHINESE.get(name, ())),
            "help": typed.help if typed else None,
            "moves": [_move_facts(move) for move in moves],
            "log_keys": list(_keys(name)),
            "rules": [code for code, _rule in spoken.rules],
            "reports": list(spoken.reports),
            **_typed_facts(typed),
        },
    )


def command_page(name: str, typed: Typed, spoken: Spoken) -> Page:
    """What any other command does."""
    told = rows((_("reports"), listed(spoken.reports)))
    return Page(
        "command",
        name,
        f"ledger {_heading(name)}",
        typed.help,
        (*((Section("", told),) if told else ()), *_typing(typed)),
        {"names": list(CHINESE.get(name.replace(" ", "-"), ())), "help": typed.help, **_typed_facts(typed)},
    )


def _heading(name: str) -> str:
    names = CHINESE.get(name.replace(" ", "-"), ())
    return f"{name} · {listed(names)}" if language() == "zh" and names else name


def _typing(typed: Typed | None) -> tuple[Section, ...]:
    if typed is None:
        return ()
    told = tuple(Row(name, (text,)) for name, text in typed.parameters)
    options = (Section(_("what it takes"), told),) if told else ()
    example = (
        (Section(_("example"), (Example((f"$ {typed.example}",), "console"),)),) if typed.example else ()
    )
    return (*options, *example)


def _ways(moves: Sequence[Move]) -> tuple[Block, ...]:
    """The way of each kind; kinds that go one way together."""
    return tuple(Row(label, (text,)) for label, text in _together((move.kind, way(move)) for move in moves))


def _needs(moves: Sequence[Move]) -> tuple[Block, ...]:
    found = _together((move.kind, needs(move)) for move in moves)
    texts = tuple(text if len(found) == 1 else label + _(": ") + text for label, text in found if text)
    return rows((_("must say"), texts))


def _who(moves: Sequence[Move]) -> tuple[Block, ...]:
    found = _together((move.kind, _("; ").join(who(move))) for move in moves)
    texts = tuple(text if len(found) == 1 else label + _(": ") + text for label, text in found)
    return rows((_("who"), texts))


def _together(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Kinds, in words, of which the same is said."""
    alike: dict[str, list[str]] = {}
    for kind, text in pairs:
        alike.setdefault(text, []).append(kind)
    return tuple((listed(map(kind_word, kinds)), text) for text, kinds in alike.items())


def _keys(name: str) -> tuple[str, ...]:
    keys = KEYS_OF_VERBS.get(name)
    return (*keys.required, *keys.optional) if keys else ()


def _log_line(name: str) -> tuple[str, ...]:
    if name not in KEYS_OF_VERBS:
        return ()
    own, always, others = (
        listed(map(_key, keys)) for keys in (_keys(name), COMMON_KEYS[:ALWAYS], COMMON_KEYS[ALWAYS:])
    )
    common = _("{keys}; where they apply {more}", keys=always, more=others)
    return ((_("its own: {keys}", keys=own),) if own else ()) + (common,)


def _key(key: str) -> str:
    title = title_of(key, LogLine)
    return _("{name} ({code})", name=title, code=key) if language() == "zh" and title != key else key


def _move_facts(move: Move) -> dict[str, Json]:
    return {
        "kind": move.kind,
        "from": sorted(move.sources),
        "to": move.target,
        "needs": [list(need) for need in move.needs],
        "role": move.role or "clerk",
        "approved": move.approved,
    }


def _typed_facts(typed: Typed | None) -> dict[str, Json]:
    return {
        "parameters": [{"name": name, "help": text} for name, text in (typed.parameters if typed else ())],
        "example": typed.example if typed else None,
    }
