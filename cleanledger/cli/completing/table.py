"""The commands as completion knows them: `table.json`, which `make messages` writes from the commands."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

PATH = Path(__file__).with_name("table.json")


class Parameter(NamedTuple):
    """An option, or an argument where it has no flags."""

    key: str
    flags: tuple[str, ...]
    metavar: str
    """In English, without brackets; empty for a switch."""
    many: bool
    """Whether it is taken more than once."""
    help: str


class Command(NamedTuple):
    """A command, with those below it."""

    name: str
    chinese: tuple[str, ...]
    help: str
    parameters: tuple[Parameter, ...]
    commands: tuple[str, ...]
    kinds: tuple[str, ...]
    """The kinds of entries that it is for; empty where it is for any."""


class Word(NamedTuple):
    """A word of the program's own that is typed as a value."""

    code: str
    text: str
    """What people call it, in the language in use."""
    names: tuple[str, ...]
    """What else it may be typed as."""
    kinds: tuple[str, ...] = ()
    """Of a field: the kinds of entries that have it."""


class Table:
    """What `table.json` says, in one language."""

    def __init__(self, facts: Mapping[str, Any], language: str) -> None:
        self._facts = facts
        self._language = language

    def command(self, *path: str) -> Command | None:
        """The command at `path`, each name in either language; the program itself at no path."""
        facts: Any = self._facts
        name = ""
        for part in path:
            known = facts.get("commands", {})
            name = next((each for each, below in known.items() if part in (each, *below["chinese"])), "")
            if not name:
                return None
            facts = known[name]
        return Command(
            name,
            tuple(facts["chinese"]),
            self._text(facts["help"]),
            tuple(self._parameter(each) for each in facts["parameters"]),
            tuple(facts.get("commands", ())),
            tuple(facts.get("kinds", ())),
        )

    def words(self, of: str) -> tuple[Word, ...]:
        """The words of one kind."""
        found: Sequence[Mapping[str, Any]] = self._facts["words"][of]
        return tuple(
            Word(each["code"], self._text(each["text"]), tuple(each["names"]), tuple(each.get("kinds", ())))
            for each in found
        )

    def has_words(self, of: str) -> bool:
        """Whether there are words of this kind."""
        return of in self._facts["words"]

    def _parameter(self, facts: Mapping[str, Any]) -> Parameter:
        return Parameter(
            facts["key"],
            tuple(facts.get("flags", ())),
            facts.get("metavar", ""),
            facts.get("many", False),
            self._text(facts["help"]),
        )

    def _text(self, texts: Mapping[str, str]) -> str:
        return texts[self._language]


def load(language: str) -> Table:
    """The table that came with the program."""
    return Table(json.loads(PATH.read_text(encoding="utf-8")), language)
