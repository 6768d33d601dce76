"""Document numbers (文号) that count on: after 整改办〔2024〕9号 comes 整改办〔2024〕10号."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.operations.naming import shown

# The last number before 号, else the one that the text ends with: a year in brackets counts nothing.
_COUNTS = re.compile(r"(?<![0-9])[0-9]{1,9}(?=\s*号(?!.*号)|\s*$)")
_BRACKETS = str.maketrans("〔〕[]【】（）", "()()()()")


def counted_on(first: str, count: int) -> tuple[str, ...]:
    """`count` numbers from `first` on, as wide as that is written; UsageError where it counts nothing."""
    found = _COUNTS.search(first)
    if found is None:
        raise UsageError(
            _("{doc} has no number that could be counted on", doc=first),
            _("write it as the first letter has it, e.g. 整改办〔2024〕9号"),
        )
    written, begin, end = found[0], first[: found.start()], first[found.end() :]
    return tuple(f"{begin}{int(written) + place:0{len(written)}}{end}" for place in range(count))


def refuse_given(docs: Iterable[str], given: Mapping[str, str]) -> None:
    """Refused where a record has one of `docs` already. `given`: records by their document number."""
    known = {_folded(doc): (doc, record) for doc, record in given.items()}
    taken = [known[_folded(doc)] for doc in docs if _folded(doc) in known]
    if taken:
        raise Refused(
            _(
                "the number is given already: {taken}",
                taken=shown([_("{name} ({code})", name=doc, code=record) for doc, record in taken]),
            ),
            _("begin with a number that is free: --issue says the first one"),
        )


def _folded(doc: str) -> str:
    """A number as it is compared: whatever brackets and blanks it is written with."""
    return "".join(unicodedata.normalize("NFKC", doc).translate(_BRACKETS).split())
