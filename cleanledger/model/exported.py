"""The last line of an exported table: from which commit it was made, and how it can be made again."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cleanledger.i18n import LANGUAGES, N_, words_in
from cleanledger.model.checkpoint import grouped, typed_digits
from cleanledger.model.scalars import read_date

# In every language for ever: a file that is read in ten years was written today.
_FORMAT = N_("cleanledger export 1")
_LABELS = {
    "commit": (N_("version"), r"[0-9a-f]{7,64}"),
    "as_of": (N_("as of"), r"\d{4}-\d{2}-\d{2}"),
    "ledger": (N_("only the ledger"), r"[A-Z0-9-]+"),
    "since": (N_("changed since"), r"\d{4}-\d{2}-\d{2}"),
    "rows": (N_("rows"), r"\d{1,9}"),
    "digits": (N_("checkpoint digits"), r"[0-9a-f ]{64,79}"),
    "book": (N_("book"), r".*"),
}
_NOT_ALWAYS = frozenset({"ledger", "since"})
_COLON, _SEMICOLON = N_(": "), N_("; ")


@dataclass(frozen=True)
class Stamp:
    """What an exported table says of itself. `ledger` and `since` narrow the rows, if they are given."""

    commit: str
    as_of: date
    rows: int
    digits: str
    book: str
    ledger: str = ""
    since: date | None = None

    def facts(self) -> dict[str, str]:
        """Each fact by its key, as it is printed; what narrows nothing is left out."""
        facts = {
            "commit": self.commit,
            "as_of": self.as_of.isoformat(),
            "ledger": self.ledger,
            "since": self.since.isoformat() if self.since else "",
            "rows": str(self.rows),
            "digits": grouped(self.digits),
            "book": self.book,
        }
        return {key: text for key, text in facts.items() if text}

    def line(self, language: str) -> str:
        """The line, in the words of a language."""
        say = words_in(language)
        facts = (f"{say(_LABELS[key][0])}{say(_COLON)}{text}" for key, text in self.facts().items())
        return say(_SEMICOLON).join((say(_FORMAT), *facts))


def stamp_in(line: str) -> Stamp | None:
    """What a last line says, in whatever language; None where it is none, or was made unreadable."""
    for language in LANGUAGES:
        if found := re.fullmatch(_pattern(words_in(language)), line.strip()):
            return stamp_of({key: text for key, text in found.groupdict().items() if text})
    return None


def stamp_of(facts: dict[str, str]) -> Stamp | None:
    """The stamp that facts as they are printed give."""
    digits = typed_digits(facts.get("digits", ""))
    try:
        return Stamp(
            commit=facts["commit"],
            as_of=read_date(facts["as_of"]),
            rows=int(facts["rows"]),
            digits=digits or "",
            book=facts["book"],
            ledger=facts.get("ledger", ""),
            since=read_date(facts["since"]) if "since" in facts else None,
        )
    except (KeyError, ValueError):
        return None


def _pattern(say: Callable[[str], str]) -> str:
    between = re.escape(say(_SEMICOLON).strip()) + r"\s*"
    parts = []
    for key, (label, form) in _LABELS.items():
        fact = f"{between}{re.escape(say(label))}{re.escape(say(_COLON).strip())}" + rf"\s*(?P<{key}>{form})"
        parts.append(f"(?:{fact})?" if key in _NOT_ALWAYS else fact)
    return re.escape(say(_FORMAT)) + r"\s*" + "".join(parts)
