"""Crimes by the commit itself: its clock, its words, and attributes that hide what it does."""

from dataclasses import replace
from datetime import date, timedelta

from tests.crimes.against_entries import DOING, FOUND, OPEN, Crime
from tests.crimes.honest import Story


def committed(story: Story, post: str, message: str, *, written: int = 0, committed: int = 0) -> None:
    """One commit by clocks that are days away, and in words that are left as they are."""
    stamp = story.stamp(post)
    author, committer = (
        replace(stamp, moment=stamp.moment + timedelta(days=days)) for days in (written, committed)
    )
    first, _blank, rest = message.partition("\n")
    story.commit_as(author, f"{first}\n\n{story.name}\n{rest}", committer=committer)


def _put_back(days: int, *, both: bool) -> Crime:
    """A line of an earlier day, by a clock that was put back to it."""

    def crime(story: Story) -> str:
        story.did(FOUND, "progress")
        story.later(60)
        story.did(OPEN, "set")
        story.day -= timedelta(days=days)
        post = story.act(FOUND, "progress")
        if not both:
            # The line says the day of its author, so that only the committer's clock stands back.
            line = story.entries[FOUND]["log"][-1]
            line["date"] = (date.fromisoformat(line["date"]) + timedelta(days=days)).isoformat()
            story.write(FOUND)
        committed(story, post, "progress", written=0 if both else days)
        return ""

    return crime


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
        story.files[f"{story.place}/{name}"] = "材料".encode()
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
        story.files[file] = story.files.get(file, b"") + "".join(f"{line}\n" for line in lines).encode()
        committed(story, "gdbh-clerk", "tidy")
        return ""

    return crime


_TRAILERS = f"Ledger-Entry: {OPEN}\nLedger-Action: close\n"
CRIMES: dict[str, tuple[Crime, ...]] = {
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
}  # fmt: skip
