"""A reading of a deadline as lines: the day, and how it was come by."""

from collections.abc import Iterator

from cleanledger.i18n import _
from cleanledger.model.deadlines import Reading
from cleanledger.model.vocabulary import listed
from cleanledger.render.periods import interval_in_words


def reading_lines(reading: Reading) -> Iterator[str]:
    """The reading in a line, each milestone in one, and how it was read behind."""
    yield _("{words}: {meaning}", words=reading.text, meaning=meaning(reading))
    for title, due in reading.milestones:
        yield f"  {due.isoformat()}  {title}"
    yield from (f"  {sentence}" for sentence in reading.explained())


def meaning(reading: Reading) -> str:
    """What it says, in short."""
    if reading.undecided:
        return _("not set yet")
    parts = [reading.due.isoformat()] if reading.due else []
    if reading.standing:
        parts.append(_("it goes on"))
    if reading.review:
        parts.append(_("reviewed: {interval}", interval=interval_in_words(reading.review)))
    return listed(parts)
