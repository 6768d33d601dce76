"""What no output may hold: bytes that a terminal obeys or hides, and tracebacks."""

import re

# C0 but the line feed, DEL, C1, bidi controls, zero-width characters, as the corpus lists them.
RAW = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# What Python prints of an exception that nobody caught, and what the program says of one of its own.
FAULTS = ("Traceback (most recent", "this is a fault of the program", "这是程序自身的错误")


def unsafe(output: bytes) -> list[str]:
    """What of `output` may not be there. A byte order mark before CSV is no data; UTF-8 is a must."""
    text = output.decode("utf-8").removeprefix("\ufeff")
    return [*(repr(match) for match in RAW.findall(text)), *(fault for fault in FAULTS if fault in text)]
