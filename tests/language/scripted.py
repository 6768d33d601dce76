"""A small office, and the script of what is typed in it; the script says how it is read."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.language.driven import NOBODY, Run, by

_CLERK, _UNIT_CLERK, _HEAD, _LEADER = (
    "clerk@a.example",
    "unit@a.example",
    "head@a.example",
    "leader@a.example",
)
_DAY = "2024-06-01"
_FOUNDING = (
    f"init --unit 'JGDW 机关党委' --as jgdw-clerk --email {_CLERK} --name 台账",
    "unit add GDBH 耕地保护处 --under JGDW --alias 耕保处",
    "unit add JGJW 机关纪委",
    f"person add gdbh-clerk --unit GDBH --role clerk --email {_UNIT_CLERK}",
    f"person add jgjw-head --unit JGJW --role reviewer --email {_HEAD}",
    f"person add leader --unit JGDW --role approver --email {_LEADER}",
    "new RW-2024 --kind task --title 任务清单 --issued-on 2024-01-02",
    "new ZG-2024 --kind rectification --title 整改台账 --issued-on 2024-01-02",
)


def founding(folder: Path) -> Iterator[Run]:
    """What founds the office."""
    for number, command in enumerate(_FOUNDING):
        day = ("--today", _DAY) if number else ()
        yield Run((*day, *shlex.split(command)), str(folder), environment=by(_CLERK))


def scripted(path: Path) -> list[Run]:
    """The commands of a script, each with what is done before it; `cwd`: its section."""
    told: list[Run] = []
    section, day, who = "", _DAY, _CLERK
    noted: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        sign, _blank, text = line.partition(" ")
        if sign == ">":
            section, day, who = text, _DAY, _CLERK
        elif sign == "@":
            day, _blank, who = text.partition(" ")
        elif sign == "$":
            words = (*(("--today", day) if day != "-" else ()), *shlex.split(text))
            told.append(_run(words, section, by(who) if who != "-" else NOBODY, noted))
            noted = []
        elif sign not in ("", "#"):
            noted.append((sign, text))
    return told


def _run(
    words: tuple[str, ...], section: str, known: Mapping[str, str], noted: Sequence[tuple[str, str]]
) -> Run:
    """A command with what was noted for it in the lines above."""
    unknown = [f"{sign} {text}" for sign, text in noted if sign not in "!%*&~"]
    assert not unknown, unknown
    answers = [text for sign, text in noted if sign == "&"]
    return Run(
        words,
        section,
        typed="".join(f"{answer}\n" for answer in answers) if answers else None,
        environment={**known, **dict(text.split("=", 1) for sign, text in noted if sign == "*")},
        before=tuple(_before(sign, text) for sign, text in noted if sign in "!%"),
        fault=next((text if " " in text else f"fsync {text}" for sign, text in noted if sign == "~"), ""),
    )


def _before(sign: str, text: str) -> tuple[str, str]:
    if sign == "!":
        return "", text
    name, _colon, content = text.partition(": ")
    return name, content.replace("\\n", "\n")
