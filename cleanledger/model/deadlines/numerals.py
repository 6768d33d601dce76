"""Numbers as printed: figures, 十二, 二十三, and years digit by digit (二〇二四)."""

_VALUES = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "o": "0",
    "两": "2",
}
NUMBER = "[0-9]{1,4}|[〇零○一二三四五六七八九十两]{1,5}"
"""A number as a pattern."""
YEAR = "[0-9]{4}|[〇零○o一二三四五六七八九]{4}"
"""A year of four digits as a pattern."""


def number(text: str) -> int | None:
    """What `text`, of the pattern NUMBER or YEAR, counts; None where it is no number (十十)."""
    if text.isdecimal():
        return int(text)
    if "十" not in text:
        return int("".join(_VALUES[sign] for sign in text))
    tens, _ten, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return int(_VALUES[tens] if tens else "1") * 10 + int(_VALUES[ones] if ones else "0")
