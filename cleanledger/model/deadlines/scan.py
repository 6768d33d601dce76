"""One reading under way: the text, how far it was read, what it is read against, what is to be said of it."""

import datetime as dt
import re

from cleanledger.i18n import N_
from cleanledger.model.deadlines.folded import Folded
from cleanledger.model.deadlines.terms import Said, Terms, Unread
from cleanledger.model.workdays import Counted

NO_YEAR = N_("it names no year, and neither does the ledger: write the year, or give the ledger its year")
NO_BASE = N_("it counts from the day of issue, which the ledger does not name")
NO_SUCH_DAY = N_("there is no such day")
NOT_UNDERSTOOD = N_("this was not understood")

_SEPARATORS = re.compile(r"[,，;。、\n]")


class Scan:
    """A folded text, read from left to right; `at` is the place of the next sign."""

    def __init__(self, folded: Folded, terms: Terms) -> None:
        self.folded = folded
        self.text = folded.text
        self.terms = terms
        self.at = 0
        self.is_latin = re.search("[a-z]{3}|q[1-4]|h[12]", self.text) is not None
        """It may hold English words."""
        self.leans_on: set[str] = set()
        self.how: list[Said] = []
        self.counted: Counted | None = None
        self.began: dt.date | None = None
        """The first day of a range while its end is read: the end has its year, 次年 counts from it."""

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What `pattern` matches here; read on behind it."""
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    @property
    def is_done(self) -> bool:
        """Whether all of it was read."""
        return self.at >= len(self.text)

    def unread(self, start: int, end: int, message: str, **facts: object) -> Unread:
        """The failure to read `text[start:end]`."""
        return Unread(self.folded.typed, self.folded.quote(start, end), Said(message, facts))

    def stretch(self, start: int) -> int:
        """Where what begins at `start` ends: at the next mark of punctuation."""
        found = _SEPARATORS.search(self.text, start)
        return found.start() if found else len(self.text)

    def year(self, match: re.Match[str]) -> int:
        """The year of a date that names none: the ledger's, else that of the day of issue."""
        year = self.terms.year or (self.terms.base.year if self.terms.base else None)
        if year is None:
            raise self.unread(*match.span(), NO_YEAR)
        self.leans_on.add("year")
        return year

    def base(self, match: re.Match[str]) -> dt.date:
        """The day that relative words count from."""
        if self.terms.base is None:
            raise self.unread(*match.span(), NO_BASE)
        self.leans_on.add("base")
        return self.terms.base

    def say(self, match: re.Match[str], message: str, **facts: object) -> None:
        """Keeps a sentence on how `match` was read."""
        self.how.append(Said(message, {"words": self.folded.quote(*match.span()), **facts}))
