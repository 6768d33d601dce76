"""Shares as reports give them: four decimals, absent where nothing is to divide."""

from decimal import ROUND_HALF_UP, Decimal

_FOUR_DECIMALS = Decimal("0.0001")


def rate(part: int, whole: int) -> Decimal | None:
    """`part` of `whole`; None where `whole` is 0."""
    if not whole:
        return None
    return (Decimal(part) / whole).quantize(_FOUR_DECIMALS, ROUND_HALF_UP)
