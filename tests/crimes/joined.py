"""How honest work is joined by real git: each function goes on with a story; ends on `main`."""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeAlias

from tests.crimes.honest import Story, copied
from tests.crimes.writer import Writer

UNDO = "undo\n\nLedger-Action: undo"
LIVES = (
    ("start", "progress", "ask", "grant", "submit"),
    ("set", "start", "evidence", "submit", "return", "progress", "correct"),
    ("amend", "start", "transfer", "progress"),
    ("progress", "ask", "start"),
    ("start", "submit"),
    ("void",),
)


def begun(writer: Writer, chance: random.Random) -> Story:
    """A book of eight entries: one never begun, some under way, claimed, closed twice, and void."""
    story = Story(writer, chance)
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


def fresh(story: Story) -> Story:
    """Adds two tasks and a rectification that nobody has begun with: what is joined next is about them."""
    story.later()
    story.free = story.add("RW-2024"), story.add("RW-2024"), story.add("ZG-2024")
    story.commit("jgdw-clerk", "add")
    return story


def live(story: Story, entry_id: str) -> None:
    """A part of the life of an entry that nobody has begun with."""
    story.did(entry_id, *story.random.choice(LIVES))


def _apart(story: Story, *names: str) -> None:
    """A branch for each name and `main`, on which other entries are worked at; ends on `main`."""
    for name, entry_id in zip(names, story.free[1:], strict=False):
        story.branch(name)
        live(story, entry_id)
        story.switch(name, "main")
    live(story, story.free[0])


def linear(story: Story) -> None:
    for entry_id in story.free:
        live(story, entry_id)


def merged(story: Story) -> None:
    _apart(story, "branch")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "branch")


def merged_into_branch(story: Story) -> None:
    """The branch takes `main` in, goes on, and becomes what `main` is."""
    _apart(story, "branch")
    story.switch("main", "branch")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "main")
    story.did("RW-2024-002", "progress")


def criss_crossed(story: Story) -> None:
    """Each side merges the other, so that their merge has two bases."""
    _apart(story, "branch")
    story.branches["main"] = story.tip
    story.join("merge", "-q", "--no-ff", "-m", "merge", "branch")
    story.switch("one", "branch")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "main")
    story.did("RW-2024-002", "progress")
    story.switch("two", "one")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "two")


def both_on_one(story: Story) -> None:
    """Two sides go on with one entry; the merge keeps the lines of both."""
    entry_id = story.free[0]
    story.branch("branch")
    story.commit(story.act(entry_id, "progress"))
    theirs = story.entries[entry_id]["log"].pop()
    story.switch("branch", "main")
    story.did(entry_id, "set")
    story.join("merge", "-q", "--no-ff", "--no-commit", "branch", check=False)
    story.entries[entry_id]["log"].append(theirs)
    story.write(entry_id)
    story.commit("jgdw-clerk", "merge", "branch")


def rebased(story: Story) -> None:
    _apart(story, "branch")
    story.switch("main", "branch")
    story.join("rebase", "-q", "main")


def cherry_picked(story: Story) -> None:
    _apart(story, "branch")
    story.branches["main"] = story.tip
    story.join("cherry-pick", "main..branch")


def octopus(story: Story) -> None:
    _apart(story, "one", "two")
    story.join("merge", "-q", "--no-ff", "-m", "octopus", "one", "two")


def fast_forwarded(story: Story) -> None:
    story.branch("branch")
    live(story, story.free[0])
    story.switch("branch", "main")
    story.join("merge", "-q", "--ff-only", "branch")


def squashed(story: Story) -> None:
    """One commit of what one person did."""
    story.branch("branch")
    for _time in range(2):
        story.commit(story.act(story.free[0], "progress"))
    story.switch("branch", "main")
    story.join("merge", "-q", "--squash", "branch")
    story.commit(story.clerk(story.free[0]), "squash")


def squashed_of_several(story: Story) -> None:
    """One commit of what several people did: nothing in it can be checked by its author."""
    story.branch("branch")
    story.did(story.free[2], "start", "set", "submit", "verify")
    story.switch("branch", "main")
    story.join("merge", "-q", "--squash", "branch")
    story.commit("jgdw-clerk", "squash")


def _files_of_entries(story: Story) -> list[str]:
    return [path for path in story.files if path.rpartition("/")[2].removesuffix(".yaml") in story.entries]


def formatted(story: Story) -> None:
    """Another layout of the same values, by somebody who typed none of them."""
    for path in _files_of_entries(story):
        text = story.files[path].decode()
        story.files[path] = ("# 清单\n" + text.replace("log:\n", "\nlog:   # 经过\n")).encode()
    story.commit("kq-clerk", "format")


def in_crlf(story: Story) -> None:
    story.files.pop(".gitattributes", None)
    for path in _files_of_entries(story):
        story.files[path] = story.files[path].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    story.commit("kq-clerk", "line ends")


def renumber(story: Story, old: str, new: str, message: str = "renumber") -> None:
    """Gives an entry another number; it names the old one, unless the message says what it is."""
    story.files.pop(story.path(old))
    entry = renamed(story.entries.pop(old), old, new)
    story.entries[new] = entry if "Ledger-Action" in message else entry | {"aliases": [old]}
    for path in [path for path in story.files if f"/evidence/{old}/" in path]:
        story.files[path.replace(old, new)] = story.files.pop(path)
    story.write(new)
    story.commit("jgdw-clerk", message)


def renamed(value: Any, old: str, new: str) -> Any:
    """The same with another number wherever the old one stood."""
    if isinstance(value, dict):
        return {key: renamed(item, old, new) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, old, new) for item in value]
    return value.replace(old, new) if isinstance(value, str) else value


def renumbered(story: Story) -> None:
    new = story.next_id("RW-2024")
    renumber(story, story.free[1], new)
    story.did(new, "progress")


def raced(story: Story) -> None:
    """Two add under one number; who comes second takes another before joining."""
    story.branch("branch")
    number = story.add("RW-2024")
    story.commit("jgdw-clerk", "add")
    second = story.next_id("RW-2024")
    renumber(story, number, second)
    story.switch("branch", "main")
    story.add("RW-2024", number=number)
    story.commit("jgdw-clerk", "add")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "branch")
    live(story, second)


def gave_way(story: Story) -> None:
    """As `sync` renumbers: the number is that of others already, so the entry does not name it."""
    story.branch("branch")
    number = story.add("RW-2024")
    story.commit("jgdw-clerk", "add")
    second = story.next_id("RW-2024")
    renumber(story, number, second, f"renumber {second}\n\nLedger-Entry: {second}\nLedger-Action: renumber")
    story.switch("branch", "main")
    story.add("RW-2024", number=number)
    story.commit("jgdw-clerk", "add")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "branch")


def in_other_zones(story: Story) -> None:
    for zone in ("-0300", "+0000", "+0900"):
        story.zone = zone
        story.did(story.free[0], "progress")


def moved(story: Story) -> None:
    """The book's folder goes elsewhere, and work goes on there."""
    former, story.place = story.place, f"office{story.random.randint(1, 10**6)}/ledgers"
    for path in [path for path in story.files if path.startswith(f"{former}/")]:
        story.files[story.place + path.removeprefix(former)] = story.files.pop(path)
    story.commit("kq-clerk", "move")
    story.did(story.free[0], "start", "submit")


def moved_on_branch(story: Story) -> None:
    """Others go on where the book lay while its folder goes elsewhere; git finds out what became of it."""
    former = story.place
    story.branch("branch")
    moved(story)
    now, story.place = story.place, former
    story.switch("branch", "main")
    story.did(story.free[1], "start", "progress")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "branch")
    story.place = now
    story.did(story.free[1], "progress")


def renumbered_on_branch(story: Story) -> None:
    """Others go on with other entries, and with one that names it."""
    story.branch("branch")
    new = story.next_id("RW-2024")
    renumber(story, story.free[1], new)
    story.did(new, "progress")
    story.switch("branch", "main")
    live(story, story.free[0])
    story.join("merge", "-q", "--no-ff", "-m", "merge", "branch")
    story.did(new, "progress")


def picked_and_merged(story: Story) -> None:
    """What a branch has was wanted at once, and came once more when the branch was merged."""
    story.branch("branch")
    story.did(story.free[0], "start", "progress")
    story.switch("branch", "main")
    story.did(story.free[1], "progress")
    story.branches["main"] = story.tip
    story.join("cherry-pick", "main..branch")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "branch")
    story.did(story.free[0], "progress")


def taken_back(story: Story) -> None:
    """As `ledger undo` does it, at once."""
    entry_id = story.free[0]
    before = story.files[story.path(entry_id)], copied(story.entries[entry_id])
    story.did(entry_id, "start")
    story.files[story.path(entry_id)], story.entries[entry_id] = before
    story.commit(story.clerk(entry_id), UNDO)
    story.did(entry_id, "progress")


def added_and_taken_back(story: Story) -> None:
    added = story.add("RW-2024")
    story.commit("jgdw-clerk", "add")
    story.files.pop(story.path(added))
    story.commit("jgdw-clerk", UNDO)
    # The number stays used.
    story.entries[added] = {"lead_unit": ""}
    story.add("RW-2024")
    del story.entries[added]
    story.commit("jgdw-clerk", "add")


def stricter(story: Story) -> None:
    """New rules from today on: who types is whom the commit names."""
    rules(story, proof="author")
    story.did(story.free[0], "start", "progress", "submit", "close")


def rules_withdrawn(story: Story) -> None:
    """New rules, taken back at once: what follows does not keep them."""
    path = f"{story.place}/book.yaml"
    before = story.files[path], copied(story.book)
    rules(story, paper="scan", proof="signed")
    story.files[path], story.book = before
    story.commit("jgdw-clerk", UNDO)
    story.did(story.free[0], "start", "transfer")


def stricter_on_branch(story: Story) -> None:
    """New rules that came on a branch, and were merged days later."""
    story.branch("branch")
    rules(story, proof="author")
    story.switch("branch", "main")
    story.later(5)
    story.did(story.free[0], "start", "progress")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "branch")
    story.did(story.free[0], "submit")


def handed_over(story: Story) -> None:
    """A post changes hands on a branch, and is merged days later."""
    story.branch("branch")
    story.later(1)
    post = next(each for each in story.units["people"] if each["code"] == "guest")
    holder = post["holders"][-1]
    holder["until"] = (story.day - timedelta(days=1)).isoformat()
    new = {"key": f"{story.random.random()}", "email": "other@a.example", "from": story.day.isoformat()}
    post["holders"].append(new)
    story.write_settings()
    story.commit("jgdw-clerk", "person-handover")
    story.switch("branch", "main")
    story.later(5)
    story.did(story.free[0], "progress")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "branch")


def signed(story: Story) -> None:
    """New rules from today on: commits are signed, and by these keys."""
    rules(story, proof="signed")
    story.signing = story.keys
    story.did(story.free[0], "start", "progress", "submit", "close")


def signed_unseen(story: Story) -> None:
    """The same, audited by somebody who does not say which keys count."""
    signed(story)


def rules(story: Story, **own: Any) -> None:
    """A new version of the policy, which begins today."""
    story.later(1)
    story.book["policy"].append(next_version(story) | own)
    story.write_settings()
    story.commit("jgdw-clerk", "policy")


def tidied(story: Story) -> None:
    """Attributes that hide nothing of the book, words with pictures, a clock that is slow by six hours."""
    lines = ("ledgers/**/*.yaml merge=cleanledger", "*.docx filter=lfs diff=lfs -text", "other/** binary")
    before = story.files.get(".gitattributes", b"")
    story.files[".gitattributes"] = before + "".join(f"{each}\n" for each in lines).encode()
    story.commit("kq-clerk", "整理 ⚠️ 👩‍🔧：μm、kΩ\n\n\t说明")
    story.did("RW-2024-001", "progress")
    story.zone = "+1400"
    story.commit(story.act("RW-2024-001", "set"), "set RW-2024-001")


def next_version(story: Story) -> dict[str, Any]:
    """The rules of now under the next number, from today on."""
    newest = story.book["policy"][-1]
    return {**newest, "from": story.day.isoformat(), "version": str(int(newest["version"]) + 1)}


Join: TypeAlias = Callable[[Story], None]
JOINS: tuple[Join, ...] = (
    linear,
    merged,
    merged_into_branch,
    criss_crossed,
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
    gave_way,
    in_other_zones,
    moved,
    moved_on_branch,
    renumbered_on_branch,
    picked_and_merged,
    taken_back,
    added_and_taken_back,
    stricter,
    tidied,
    rules_withdrawn,
    stricter_on_branch,
    handed_over,
    signed,
    signed_unseen,
)
SIGNED = frozenset({signed, signed_unseen})
"""Afterwards whoever does not sign commits a crime."""
UNCHECKED = frozenset({squashed_of_several, signed_unseen})
"""Of what these join a part could not be checked, and the audit says so."""


def past(writer: Writer, chance: random.Random, joins: Sequence[Join]) -> Story:
    """A book with a past: begun, then joined in each of these ways."""
    story = begun(writer, chance)
    for join in joins:
        join(fresh(story))
    return story


def some_joins(chance: random.Random) -> tuple[Join, ...]:
    """None to two ways of joining."""
    return tuple(chance.sample([each for each in JOINS if each not in SIGNED], chance.randint(0, 2)))
