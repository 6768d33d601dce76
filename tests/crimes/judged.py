"""What the audit says of a crime or of an honest history, held against what it should say."""

import random
import shutil
from functools import cache
from pathlib import Path

from cleanledger import git
from cleanledger.history.audit import audit
from cleanledger.model.audited import Audited
from tests.crimes.crimes import CRIMES
from tests.crimes.honest import Story
from tests.crimes.joined import begun, honest

SQUASHED = "squashed_of_several"


class Bases:
    """Honest histories that crimes are committed in, each made once and copied."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder = folder
        self.number = number
        self._base = cache(self._made)

    def _made(self, seed: int) -> Story:
        story = begun(self.folder / f"base-{seed}", seed)
        story.git("repack", "-adq")
        story.git("prune-packed", "-q")
        return story

    def copy(self, name: str, seed: int) -> Story:
        return self._base(seed % self.number).copied(self.folder / name, seed)


def audited(story: Story) -> Audited:
    repository = git.find_repository(story.root)
    assert repository
    return audit(repository, story.folder)


def accused(result: Audited) -> set[tuple[str, str]]:
    """Code and entry of every finding of the past or of people."""
    found = {(each.code, each.entry) for each in result.findings}
    return {each for each in found if each[0].startswith(("LG6", "LG7"))}


def commit_crime(bases: Bases, code: str, seed: int) -> str:
    """Commits the crime of a seed; says what is wrong with the audit's word on it, empty where nothing is."""
    ways = CRIMES[code]
    story = bases.copy(f"{code}-{seed}", seed)
    # Chance of its own, so that bases and ways are not in step.
    story.random = random.Random(f"{code}-{seed}")
    story.later()
    entry = ways[seed % len(ways)](story)
    result = audited(story)
    shutil.rmtree(story.root)
    found = accused(result)
    if found == {(code, entry)}:
        return ""
    return (
        f"way {seed % len(ways)}: {entry or 'book'} should be, but found {sorted(found)}, {result.unchecked}"
    )


def false_alarms(folder: Path, seed: int) -> str:
    """Audits the honest history of a seed; says what it was accused of, empty where of nothing."""
    join, story = honest(folder / f"honest-{seed}", seed)
    result = audited(story)
    shutil.rmtree(story.root)
    if found := accused(result):
        return f"{join}: {sorted(found)}"
    if bool(result.unchecked) != (join == SQUASHED):
        return f"{join}: unchecked {result.unchecked}"
    return ""
