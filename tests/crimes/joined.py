"""How honest work is joined by real git: each function goes on with a story and ends on `main`."""

import random
from collections.abc import Callable
from pathlib import Path

from cleanledger.store.emitter import emit
from tests.crimes.honest import Story

LIVES = (
    ("start", "progress", "ask", "grant", "submit"),
    ("set", "start", "evidence", "submit", "return", "progress", "correct"),
    ("amend", "start", "transfer", "progress"),
    ("progress", "ask", "start"),
    ("start", "submit"),
    ("void",),
)


def begun(root: Path, seed: int) -> Story:
    """A book of eight entries: one never begun, some under way, claimed, closed twice, and void."""
    story = Story(root, random.Random(seed))
    story.found()
    story.later(1)
    tasks = [story.add("RW-2024") for _number in range(4)]
    rectifications = [story.add("ZG-2024") for _number in range(3)]
    story.add("FX-2024")
    story.add("JL-2024")
    story.commit("jgdw-clerk", "add")
    story.did(tasks[1], "start", *story.random.choice((("progress",), ("ask", "grant"), ("evidence",))))
    story.did(tasks[2], "submit", "close")
    if story.random.random() < 0.4:
        story.did(tasks[2], "recheck", "reopen", "submit", "close")
    story.did(rectifications[1], "start", "submit", "verify")
    story.did(rectifications[2], "submit", "verify", "close", "recheck")
    return story


def _apart(story: Story, *names: str) -> dict[str, list[str]]:
    """A branch for each name, on which other entries are worked at; gives those of `main` too."""
    free = ["RW-2024-001", "RW-2024-004", "ZG-2024-001"]
    worked = dict(zip((*names, "main"), ([each] for each in free), strict=False))
    for name in names:
        story.git("checkout", "-q", "-b", name, "main")
        _live(story, worked[name][0])
    story.git("checkout", "-q", "main")
    return worked


def _live(story: Story, entry_id: str, most: int = 9) -> None:
    story.did(entry_id, *story.random.choice(LIVES)[:most])


def linear(story: Story) -> None:
    for entry_id in ("RW-2024-001", "RW-2024-004", "ZG-2024-001"):
        _live(story, entry_id)


def merged(story: Story) -> None:
    worked = _apart(story, "branch")
    _live(story, worked["main"][0])
    story.git("merge", "-q", "--no-ff", "-m", "merge", "branch")


def both_on_one(story: Story) -> None:
    """Two sides go on with one entry; the merge keeps the lines of both."""
    story.git("checkout", "-q", "-b", "branch")
    story.commit(story.act("RW-2024-002", "progress"))
    theirs = story.entries["RW-2024-002"]["log"].pop()
    story.git("checkout", "-q", "main")
    story.did("RW-2024-002", "set")
    story.git("merge", "-q", "--no-ff", "--no-commit", "branch", check=False)
    story.entries["RW-2024-002"]["log"].append(theirs)
    story.write("RW-2024-002")
    story.commit("jgdw-clerk", "merge")


def rebased(story: Story) -> None:
    worked = _apart(story, "branch")
    _live(story, worked["main"][0])
    story.git("rebase", "-q", "main", "branch")
    story.git("checkout", "-q", "main")
    story.git("merge", "-q", "--ff-only", "branch")


def cherry_picked(story: Story) -> None:
    worked = _apart(story, "branch")
    _live(story, worked["main"][0])
    story.git("cherry-pick", "main..branch")


def octopus(story: Story) -> None:
    worked = _apart(story, "one", "two")
    _live(story, worked["main"][0])
    story.git("merge", "-q", "--no-ff", "-m", "octopus", "one", "two")


def fast_forwarded(story: Story) -> None:
    _apart(story, "branch")
    story.git("merge", "-q", "--ff-only", "branch")


def squashed(story: Story) -> None:
    """One commit of what one person did."""
    story.git("checkout", "-q", "-b", "branch")
    for _time in range(2):
        story.commit(story.act("RW-2024-001", "progress"))
    story.git("checkout", "-q", "main")
    story.git("merge", "-q", "--squash", "branch")
    story.commit(story.clerk("RW-2024-001"), "squash")


def squashed_of_several(story: Story) -> None:
    """One commit of what several people did: nothing in it can be checked by its author."""
    story.git("checkout", "-q", "-b", "branch")
    story.did("ZG-2024-001", "start", "set", "submit", "verify")
    story.git("checkout", "-q", "main")
    story.git("merge", "-q", "--squash", "branch")
    story.commit("jgdw-clerk", "squash")


def formatted(story: Story) -> None:
    """Another layout of the same values, by somebody who typed none of them."""
    for path in story.folder.glob("*/*-*-*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text("# 清单\n" + text.replace("log:\n", "\nlog:   # 经过\n"), encoding="utf-8")
    story.commit("kq-clerk", "format")


def in_crlf(story: Story) -> None:
    (story.root / ".gitattributes").unlink()
    for path in story.folder.glob("*/*-*-*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    story.commit("kq-clerk", "line ends")


def renumber(story: Story, old: str, new: str) -> None:
    """Gives an entry another number, which names the old one."""
    entry = story.entries.pop(old)
    story.entries[new] = entry | {"id": new, "aliases": [old]}
    story.git("mv", str(story.path(old)), str(story.path(new)))
    story.write(new)


def renumbered(story: Story) -> None:
    renumber(story, "RW-2024-004", "RW-2024-009")
    story.commit("jgdw-clerk", "renumber")
    story.did("RW-2024-009", "progress")


def raced(story: Story) -> None:
    """Two add under one number; who comes second takes another before joining."""
    story.git("checkout", "-q", "-b", "branch")
    second = story.add("RW-2024")
    story.commit("jgdw-clerk", "add")
    renumber(story, second, "RW-2024-006")
    story.commit("jgdw-clerk", "renumber")
    story.git("checkout", "-q", "main")
    story.add("RW-2024")
    story.commit("jgdw-clerk", "add")
    story.git("merge", "-q", "--no-ff", "-m", "merge", "branch", check=False)
    _live(story, "RW-2024-006")


def in_other_zones(story: Story) -> None:
    for zone in ("-0300", "+0000", "+0900"):
        story.zone = zone
        story.did("RW-2024-001", "progress")


def moved(story: Story) -> None:
    """The book's folder goes elsewhere, and work goes on there."""
    (story.root / "office").mkdir()
    story.git("mv", "ledgers", "office/ledgers")
    story.place = "office/ledgers"
    story.commit("kq-clerk", "move")
    story.did("RW-2024-001", "start", "submit")


def taken_back(story: Story) -> None:
    before = story.path("RW-2024-001").read_bytes()
    story.did("RW-2024-001", "start")
    story.path("RW-2024-001").write_bytes(before)
    story.commit(story.clerk("RW-2024-001"), "undo start\n\nLedger-Action: undo")
    entry = story.entries["RW-2024-001"]
    entry["log"].pop()
    entry["status"] = "open"
    story.did("RW-2024-001", "progress")


def stricter(story: Story) -> None:
    """New rules from today on: who types is whom the commit names."""
    rules(story, proof="author")
    story.did("RW-2024-001", "start", "progress", "submit", "close")


def rules(story: Story, **own: str) -> None:
    """A new version of the policy, which begins today."""
    story.later(1)
    story.book["policy"].append(
        story.book["policy"][-1] | {"from": story.day.isoformat(), "version": "2"} | own
    )
    (story.folder / "book.yaml").write_text(emit(story.book), encoding="utf-8")
    story.commit("jgdw-clerk", "policy")


def tidied(story: Story) -> None:
    """Attributes that hide nothing of the book, words with pictures, a clock that is slow by twelve hours."""
    lines = ("ledgers/**/*.yaml merge=cleanledger", "*.docx filter=lfs diff=lfs -text", "other/** binary")
    path = story.root / ".gitattributes"
    path.write_text(
        path.read_text(encoding="utf-8") + "".join(f"{each}\n" for each in lines), encoding="utf-8"
    )
    story.commit("kq-clerk", "整理 ⚠️ 👩‍🔧：μm、kΩ\n\n\t说明")
    story.did("RW-2024-001", "progress")
    story.zone = "+2000"
    story.commit(story.act("RW-2024-001", "set"), "set RW-2024-001")


JOINS: tuple[Callable[[Story], None], ...] = (
    linear,
    merged,
    both_on_one,
    rebased,
    cherry_picked,
    octopus,
    fast_forwarded,
    squashed,
    squashed_of_several,
    formatted,
    in_crlf,
    renumbered,
    raced,
    in_other_zones,
    moved,
    taken_back,
    stricter,
    tidied,
)


def honest(root: Path, seed: int) -> tuple[str, Story]:
    """The honest history of a seed, and how it was joined."""
    join = JOINS[seed % len(JOINS)]
    story = begun(root, seed)
    join(story)
    return join.__name__, story
