"""Crimes by the commit itself: its clock, its words, and attributes that hide what it does."""

import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType

from tests.crimes.honest import Story

Crime = Callable[[Story], str]
OPEN, DOING, FOUND = "RW-2024-001", "RW-2024-002", "ZG-2024-001"


def committed(story: Story, post: str, message: str, *, written: int = 0, committed: int = 0) -> None:
    """One commit of the work tree by clocks that are days away, and by a message that git leaves as it is."""
    story.git("add", "-A")
    who = {
        f"GIT_{role}_{fact}": value
        for role, days in (("AUTHOR", written), ("COMMITTER", committed))
        for fact, value in (
            ("NAME", post),
            ("EMAIL", f"{post}@a.example"),
            ("DATE", f"@{_noon(story, days)} {story.zone}"),
        )
    }
    words = ["git", "commit-tree", story.git("write-tree").strip(), "-p", "HEAD"]
    done = subprocess.run(
        words,
        cwd=story.root,
        env={**os.environ, **who},
        input=message.encode(),
        capture_output=True,
        check=True,
    )
    story.git("update-ref", "HEAD", done.stdout.decode().strip())


def _noon(story: Story, days: int) -> int:
    """Seconds since the beginning of time: git reads no year that is far away."""
    return int(datetime.combine(story.day + timedelta(days=days), time(4), UTC).timestamp())


def _put_back(days: int, *, both: bool) -> Crime:
    """A line of an earlier day, by a clock that was put back to it."""

    def crime(story: Story) -> str:
        story.did(FOUND, "progress")
        story.later(60)
        story.did(OPEN, "set")
        story.day -= timedelta(days=days)
        post = story.act(FOUND, "progress")
        committed(story, post, "progress", written=0 if both else days)
        if not both:
            _retype(story, days)
        return ""

    return crime


def _retype(story: Story, days: int) -> None:
    """The line says the day of its author, so that only the committer's clock stands back."""
    story.git("reset", "-q", "--hard", "HEAD^")
    entry = story.entries[FOUND]
    entry["log"][-1]["date"] = (story.day + timedelta(days=days)).isoformat()
    story.write(FOUND)
    committed(story, story.clerk(FOUND), "progress", written=days)


def _ahead(years: int) -> Crime:
    """The committer's clock lies where nobody has been."""

    def crime(story: Story) -> str:
        post = story.act(DOING, "progress")
        committed(story, post, "progress", committed=years * 366)
        return ""

    return crime


def _said(text: str, *, of: str = "", did: str = "progress") -> Crime:
    """An honest step under words that are not; `of`: the entry that is accused."""

    def crime(story: Story) -> str:
        post = story.act(OPEN, did)
        committed(story, post, text)
        return of

    return crime


def _named(name: str) -> Crime:
    def crime(story: Story) -> str:
        (story.folder / name).write_text("材料", encoding="utf-8")
        committed(story, "gdbh-clerk", "add")
        return ""

    return crime


def _with_a_rider(story: Story) -> str:
    """Of two entries the message names one."""
    story.act(OPEN, "set")
    story.act(FOUND, "set")
    committed(story, "jgdw-clerk", f"set {OPEN}\n\nLedger-Entry: {OPEN}\nLedger-Action: set\n")
    return FOUND


def _hidden(*lines: str, file: str = ".gitattributes") -> Crime:
    def crime(story: Story) -> str:
        path = story.root / file
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(before + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        committed(story, "gdbh-clerk", "tidy")
        return ""

    return crime


_TRAILERS = f"Ledger-Entry: {OPEN}\nLedger-Action: close\n"
CRIMES: MappingProxyType[str, tuple[Crime, ...]] = MappingProxyType(
    {
        "LG617": (_put_back(30, both=True), _put_back(9, both=True), _put_back(20, both=False), _ahead(20),
                  _ahead(300)),
        "LG619": (_said("progress\rclose"), _said("start \x1b[8mclose"), _said("\u202eesolc"),
                  _said("pro\u200bgress"), _said("clоse"), _said(f"close {OPEN}", of=OPEN),
                  _said(f"办结 {OPEN}", of=OPEN), _said(f"x\n\n{_TRAILERS}", of=OPEN),
                  _said(f"close {DOING}", of=DOING), _named("方案\u202etxt.exe"), _named("сcan.pdf"),
                  _with_a_rider),
        "LG621": (_hidden("ledgers/** -diff"), _hidden("*.yaml binary"), _hidden("/ledgers export-ignore"),
                  _hidden("[attr]tidy -diff", "*.yaml tidy"), _hidden("ledgers/**/*.yaml merge=ours"),
                  _hidden("*.yaml filter=tidy"), _hidden("*.yaml linguist-generated"),
                  _hidden("* -diff", file="ledgers/RW-2024/.gitattributes")),
    }
)  # fmt: skip
"""By code: the ways in which it is broken."""
