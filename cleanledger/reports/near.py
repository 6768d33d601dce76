"""Which of the book's notices a near deadline falls under."""

from collections.abc import Sequence


def notice_reached(days: int, near: Sequence[int]) -> int:
    """The least of `near` (notices, in days ahead) that is not below `days` left; without notices 0."""
    return min((each for each in near if each >= days), default=max(near, default=0))
