"""The two versions in a file that was committed with the marks of a conflict in it."""

import re

from cleanledger.git import Sides

_MARK = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?:[ \t].*)?\r?$")
_PART = {"<": 1, "|": 0, "=": 2}


def sides_in(text: str) -> Sides | None:
    """What the marked text was made from; None where it has no marks. Base: only where the marks show it."""
    parts: list[list[str]] = [[], [], []]
    inside, has_base, marked = -1, True, False
    for line in text.splitlines(keepends=True):
        mark = _MARK.match(line.rstrip("\n"))
        if mark and (inside >= 0 or mark[1][0] == "<"):
            sign = mark[1][0]
            if sign == "=" and inside == 1:
                has_base = False
            inside, marked = _PART.get(sign, -1), True
        elif inside >= 0:
            parts[inside].append(line)
        else:
            for part in parts:
                part.append(line)
    if not marked:
        return None
    base, ours, theirs = ("".join(part).encode() for part in parts)
    return Sides(base if has_base else None, ours, theirs)
