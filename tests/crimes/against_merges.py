"""Crimes by merging: what the merge makes up, or leaves out."""

from typing import Any

from tests.crimes.against_entries import DOING, FOUND, OPEN, OPEN_TOO, Crime
from tests.crimes.honest import Story
from tests.crimes.joined import rules


def _joined(story: Story) -> None:
    """Two sides, joined but not yet committed; the branch has a line more for DOING, and an entry more."""
    story.branch("branch")
    story.did(DOING, "progress")
    story.add("RW-2024")
    story.commit("jgdw-clerk", "add")
    story.switch("branch", "main")
    story.did(OPEN, "progress")
    story.join("merge", "-q", "--no-ff", "--no-commit", "branch")


def _evil(entry_id: str, **fields: Any) -> Crime:
    def crime(story: Story) -> str:
        _joined(story)
        entry = story.entries[entry_id]
        story.entries[entry_id] = {key: value for key, value in (entry | fields).items() if value is not None}
        story.write(entry_id)
        story.commit("jgdw-clerk", "merge", "branch")
        return entry_id

    return crime


def _evil_octopus(entry_id: str, **fields: Any) -> Crime:
    def crime(story: Story) -> str:
        for name, each in (("one", DOING), ("two", FOUND)):
            story.branch(name)
            story.did(each, "progress")
            story.switch(name, "main")
        story.did(OPEN_TOO, "progress")
        ours = story.tip
        story.join("merge", "-q", "--no-ff", "-m", "octopus", "one", "two")
        # The same parents once more, with another tree: `git commit --amend`.
        story.tip = ours
        story.entries[entry_id] |= fields
        story.write(entry_id)
        story.commit("jgdw-clerk", "octopus", "one", "two")
        return entry_id

    return crime


def _dropped(story: Story) -> str:
    entry_id = story.random.choice((DOING, FOUND))
    story.branch("branch")
    story.did(entry_id, "progress")
    story.switch("branch", "main")
    story.did(OPEN, "progress")
    story.join("merge", "-q", "-s", "ours", "-m", "merge", "branch")
    return entry_id


def _dropped_entry(story: Story) -> str:
    story.branch("branch")
    added = story.add("RW-2024")
    story.commit("jgdw-clerk", "add")
    story.switch("branch", "main")
    story.did(OPEN, "progress")
    story.join("merge", "-q", "-s", "ours", "-m", "merge", "branch")
    return added


def _dropped_of_many(story: Story) -> str:
    """An octopus that keeps one side: what the third had is gone."""
    for name, each in (("one", DOING), ("two", FOUND)):
        story.branch(name)
        story.did(each, "progress")
        story.switch(name, "main")
    story.did(OPEN, "progress")
    ours = dict(story.files)
    story.join("merge", "-q", "--no-ff", "--no-commit", "one")
    story.files[story.path(FOUND)] = ours[story.path(FOUND)]
    story.commit("jgdw-clerk", "octopus", "one", "two")
    return FOUND


def _dropped_own(story: Story) -> str:
    """What `main` had is taken back to where the branch stands."""
    story.branch("branch")
    story.did(OPEN, "progress")
    story.switch("branch", "main")
    story.did(DOING, "progress")
    story.join("merge", "-q", "--no-ff", "--no-commit", "branch")
    story.files[story.path(DOING)] = story.branches["branch"].files[story.path(DOING)]
    story.commit("gdbh-clerk", "merge", "branch")
    return DOING


def _entry_out(entry_id: str) -> Crime:
    """Both sides have it, and the merge has not."""

    def crime(story: Story) -> str:
        _joined(story)
        story.files.pop(story.path(entry_id))
        story.commit("jgdw-clerk", "merge", "branch")
        return entry_id

    return crime


def _brought_back(story: Story) -> str:
    """The merge keeps the line of an amendment, and the goal of before, which `main` never touched."""
    before = story.entries[OPEN]["goal"]
    story.branch("branch")
    story.did(OPEN, "amend")
    story.switch("branch", "main")
    story.did(OPEN_TOO, "progress")
    story.join("merge", "-q", "--no-ff", "--no-commit", "branch")
    story.entries[OPEN]["goal"] = before
    story.write(OPEN)
    story.commit("jgdw-clerk", "merge", "branch")
    return OPEN


def _rules_dropped(*, on_main: bool) -> Crime:
    """One side has new rules, the other left them alone, and the merge has the rules of that one.

    The new ones judge on: they are such that nothing else breaks them.
    """

    def crime(story: Story) -> str:
        old = story.files[f"{story.place}/book.yaml"]
        story.branch("branch")
        if on_main:
            story.did(DOING, "progress")
            story.switch("branch", "main")
            rules(story, correct_days="4")
        else:
            rules(story, correct_days="4")
            story.switch("branch", "main")
            story.did(DOING, "progress")
        story.later(3)
        story.join("merge", "-q", "--no-ff", "--no-commit", "branch")
        story.files[f"{story.place}/book.yaml"] = old
        story.commit("jgdw-clerk", "merge", "branch")
        return ""

    return crime


def _rules_made_up(story: Story) -> str:
    _joined(story)
    story.book["policy"][0]["task"] |= {"evidence": "0"}
    story.write_settings()
    story.commit("jgdw-clerk", "merge", "branch")
    return ""


CRIMES: dict[str, tuple[Crime, ...]] = {
    "LG601": (_entry_out(DOING), _entry_out(OPEN_TOO)),
    "LG612": (_rules_dropped(on_main=True), _rules_dropped(on_main=False), _rules_made_up),
    "LG615": (
        _evil(DOING, leader="厅长"),
        _evil(DOING, title="别的事"),
        _evil(DOING, goal="力争"),
        _evil(OPEN, goal="力争"),
        _evil(DOING, lead_unit="JGDW"),
        _evil(OPEN, measures=[{"num": "1", "text": "研究"}]),
        _evil_octopus(DOING, goal="力争"),
        _evil_octopus(FOUND, leader="厅长"),
        _brought_back,
    ),
    "LG616": (_dropped, _dropped_entry, _dropped_own, _dropped_of_many),
}
