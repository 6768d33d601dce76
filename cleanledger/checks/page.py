"""The page of a rule: what it says, why it is there, and an example that a test runs.

A page stands with its rule, as a docstring. In the example a line ends in the code where the finding stands;
`# ledger/file.yaml` names the file that follows, `…` stands for what is left out, `$ ` begins a command.
"""

import inspect
import re
import textwrap
from typing import NamedTuple

from cleanledger.model.scalars import ENTRY_ID

_FILE = re.compile(r"# (\S+\.[a-z]+)(?:  # LG[0-9]{3})?$")
_MARK = re.compile(r"  # LG[0-9]{3}$")
_WHY = "Why: "
_EXAMPLE = "Example:"


class Page(NamedTuple):
    """`says` and `why` are messages of the catalogue; `example` is the same in every language."""

    says: str
    why: str = ""
    example: tuple[str, ...] = ()

    @property
    def is_of_entry(self) -> bool:
        """Whether the example's finding stands in the file of an entry."""
        files = [(place, found[1]) for place, line in enumerate(self.example) if (found := _FILE.match(line))]
        marked = next((place for place, line in enumerate(self.example) if _MARK.search(line)), -1)
        file = next((name for place, name in reversed(files) if place <= marked), "")
        return re.fullmatch(rf"{ENTRY_ID}\.yaml", file.rpartition("/")[2]) is not None


def page_of(doc: str) -> Page:
    """The page that a docstring is."""
    text, _heading, example = inspect.cleandoc(doc).partition(f"\n\n{_EXAMPLE}\n")
    says, _why, why = text.partition(f"\n\n{_WHY}")
    return Page(_in_one_line(says), _in_one_line(why), tuple(textwrap.dedent(example).splitlines()))


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
