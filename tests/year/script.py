"""The script of a year: read, and typed line by line in a process that speaks one language."""

import calendar
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cleanledger.model.verb_names import CHINESE

SCRIPT = Path(__file__).parents[1] / "data" / "year" / "year.txt"


class Step(NamedTuple):
    """One line that is typed: by whom, when, and what is expected of it."""

    number: int
    sign: str
    """$: succeeds. =: succeeds and says `part`. !: is refused and says `part`."""
    part: str
    words: tuple[str, ...]
    day: str
    email: str
    files: tuple[tuple[str, str], ...] = ()


class Answer(NamedTuple):
    """What a step ended with and wrote."""

    step: Step
    code: int
    out: str
    err: str

    def __str__(self) -> str:
        typed = " ".join(self.step.words)
        return f"year.txt:{self.step.number} {self.step.day} {typed}\n{self.code}\n{self.out}{self.err}"


def steps() -> Iterator[Step]:
    """Every line of the script; a month's end is a check and a balance."""
    day, email, files = "", "", []
    for number, line in enumerate(SCRIPT.read_text(encoding="utf-8").splitlines(), 1):
        sign, _blank, text = line.partition(" ")
        if sign in ("", "#"):
            continue
        if sign == "@":
            day, _blank, email = text.partition(" ")
        elif sign == "%":
            name, _colon, content = text.partition(": ")
            files.append((name, content))
        elif sign == ".":
            yield from _month_end(number, text, email)
        else:
            part, colon, command = text.partition(": ") if sign in "!=" else ("", "", text)
            assert sign in "$=!", f"line {number}: {line}"
            assert colon or sign == "$", f"line {number}: {line}"
            yield Step(number, sign, part, tuple(shlex.split(command)), day, email, tuple(files))
            files = []


def _month_end(number: int, month: str, email: str) -> Iterator[Step]:
    year, of_year = (int(part) for part in month.split("-"))
    last = date(year, of_year, calendar.monthrange(year, of_year)[1]).isoformat()
    for command in ("check --strict --format json", f"report balance --month {month} --format json"):
        yield Step(number, ".", month, tuple(command.split()), last, email)


def in_chinese(words: tuple[str, ...]) -> tuple[str, ...]:
    """A command with the Chinese name of its verb, the second one where there are two."""
    return (CHINESE[words[0]][-1], *words[1:]) if words[0] in CHINESE else words


# One process for the whole year: the language is chosen before the command line is imported.
_TYPE = """
import io, json, os, sys
from pathlib import Path
from cleanledger import i18n
i18n.use(sys.argv[1])
from cleanledger.cli.app import run

class Pipe(io.StringIO):
    encoding = "utf-8"
    def isatty(self): return False

answers = []
for words, day, email, files in json.load(sys.stdin):
    for name, content in files:
        Path(name).write_text(content, encoding="utf-8")
    for role in ("AUTHOR", "COMMITTER"):
        os.environ[f"GIT_{role}_EMAIL"] = email
    sys.stdout, sys.stderr = Pipe(), Pipe()
    code = run(["--today", day, *words])
    answers.append([code, sys.stdout.getvalue(), sys.stderr.getvalue()])
sys.__stdout__.write(json.dumps(answers))
"""


def typed(folder: Path, language: str) -> list[Answer]:
    """What every step of the year answers, typed from an empty folder in `language`."""
    told = list(steps())
    lines = [
        [in_chinese(each.words) if language == "zh" else each.words, each.day, each.email, each.files]
        for each in told
    ]
    done = subprocess.run(
        [sys.executable, "-c", _TYPE, language],
        input=json.dumps(lines),
        cwd=folder,
        env={**os.environ, "LEDGER_TEST": "1", "LEDGER_LANG": language},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Answer(step, *answer) for step, answer in zip(told, json.loads(done.stdout), strict=True)]


def as_expected(answer: Answer) -> bool:
    """Whether a step ended as the script says."""
    text = answer.out + answer.err
    match answer.step.sign:
        case "$":
            return answer.code == 0
        case "=":
            return answer.code == 0 and answer.step.part in text
        case "!":
            return answer.code in (1, 2) and re.search(re.escape(answer.step.part), text) is not None
    return answer.code == 0
