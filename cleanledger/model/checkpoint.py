"""A checkpoint: what a book held at a commit, as canonical text, and 64 hex digits that fit on paper."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cleanledger.model.source import Tree

TITLE = "cleanledger checkpoint, format 1"
"""The first line of the text. Another form will have another number; this one can be read for ever."""
NONE = "none"
DIGITS = 64
_GROUP = 4
_HEX = re.compile(r"[0-9a-f]{64}")
_BETWEEN = re.compile(r"[\s:.,_-]+")
# What stands in a text between others: whole, or in groups of four.
_DIGITS_IN_TEXT = re.compile(
    r"(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{4}(?:[ \t]*[ \t\r\n][ \t]*[0-9a-f]{4}){15})(?![0-9a-f])",
    re.IGNORECASE,
)
_LINES = (
    ("book", r".+"),
    ("number", r"[1-9][0-9]{0,8}"),
    ("ref", r"\S+"),
    ("commit", r"[0-9a-f]{40}(?:[0-9a-f]{24})?"),
    ("entries", r"0|[1-9][0-9]{0,8}"),
    ("entries_sha256", r"[0-9a-f]{64}"),
    ("policy_sha256", r"[0-9a-f]{64}"),
    ("previous_sha256", r"[0-9a-f]{64}|none"),
    ("digits", r"[0-9a-f]{4}(?: [0-9a-f]{4}){15}"),
)
_TEXT = re.compile(
    re.escape(TITLE)
    + r"[ \t]*\n\s*"
    + "".join(rf"{name.replace('_', '-')}: (?P<{name}>{form})[ \t]*(?:\n|$)" for name, form in _LINES)
)


class Held(NamedTuple):
    """How many entries there were, and the sha256 over a line `ID SHA256-OF-ITS-FILE` for each, in order."""

    entries: int
    sha256: str


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint. `previous`: sha256 of the text of the one before; None for the first.

    `policy`: sha256 over the rules of book and covers. `ref`: the branch, as whoever made it said.
    """

    book: str
    number: int
    ref: str
    commit: str
    held: Held
    policy: str
    previous: str | None = None

    @property
    def digits(self) -> str:
        """The 64 hex digits that are printed."""
        return digits_of(self.commit, self.held)

    @property
    def text(self) -> str:
        """The canonical text: UTF-8, LF, one fact on a line."""
        values = (
            *(self.book, self.number, self.ref, self.commit, self.held.entries, self.held.sha256),
            *(self.policy, self.previous or NONE, grouped(self.digits)),
        )
        lines = [
            f"{name.replace('_', '-')}: {value}" for (name, _form), value in zip(_LINES, values, strict=True)
        ]
        return "\n".join((TITLE, "", *lines, ""))

    @property
    def sha256(self) -> str:
        """What the next one chains itself to."""
        return _sha256(self.text)


class Written(NamedTuple):
    """A checkpoint as a text has it, and the digits that stand in that text, which may be others."""

    checkpoint: Checkpoint
    digits: str


def held(files: Iterable[tuple[str, str]]) -> Held:
    """What entries there are, from pairs of id and sha256 of the file, in any order."""
    lines = [f"{entry_id} {sha256}\n" for entry_id, sha256 in sorted(files, key=lambda pair: order(pair[0]))]
    return held_in("".join(lines).encode(), len(lines))


def held_in(lines: bytes, count: int) -> Held:
    """The same, of lines that are in order already."""
    return Held(count, hashlib.sha256(lines).hexdigest())


def order(entry_id: str) -> tuple[str, int, str]:
    """By ledger, then number as an integer; of equal numbers by how they are written."""
    ledger, _hyphen, number = entry_id.rpartition("-")
    return ledger, int(number), entry_id


def digits_of(commit: str, entries: Held) -> str:
    """Sha256 of two lines: the id of the commit, and the sha256 over its entries."""
    return _sha256(f"{commit}\n{entries.sha256}\n")


def policy_sha256(policies: Mapping[str, Tree]) -> str:
    """Sha256 of the rules of each file that has some, by its path from the folder of the book."""
    return _sha256(json.dumps(policies, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def grouped(digits: str) -> str:
    """The digits in groups of four, as they are printed and typed."""
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def typed_digits(text: str) -> str | None:
    """The 64 digits that somebody typed from paper, whatever stands between; None where these are not."""
    bare = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).lower()
    return bare if _HEX.fullmatch(bare) else None


def digits_in(text: str) -> tuple[str, ...]:
    """Every 64 hex digits that stand in a text, each once."""
    found = (_BETWEEN.sub("", each).lower() for each in _DIGITS_IN_TEXT.findall(text))
    return tuple(dict.fromkeys(found))


def checkpoint_in(text: str) -> Written | None:
    """The checkpoint that a text holds, whatever stands around it; None where there is none."""
    found = _TEXT.search(text.replace("\r\n", "\n"))
    if found is None:
        return None
    facts = found.groupdict()
    checkpoint = Checkpoint(
        book=facts["book"].rstrip(),
        number=int(facts["number"]),
        ref=facts["ref"],
        commit=facts["commit"],
        held=Held(int(facts["entries"]), facts["entries_sha256"]),
        policy=facts["policy_sha256"],
        previous=None if facts["previous_sha256"] == NONE else facts["previous_sha256"],
    )
    return Written(checkpoint, facts["digits"].replace(" ", ""))


def one_line(name: str) -> str:
    """The name of a book as the text has it."""
    return " ".join("".join(each if each.isprintable() else " " for each in name).split()) or NONE


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
