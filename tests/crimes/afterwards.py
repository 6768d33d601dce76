"""What becomes of a crime afterwards: honest work goes on, and the branch it lies on is joined by real git.

Each function goes on with a story that has just committed its crime; `start` is where it began.
"""

from collections.abc import Callable
from typing import TypeAlias

from tests.crimes.honest import Story, Tip

After: TypeAlias = Callable[[Story, Tip], None]


def _work(story: Story, entry_id: str) -> None:
    story.did(entry_id, story.random.choice(("start", "progress", "set", "amend", "ask", "transfer")))


def left(_story: Story, _start: Tip) -> None:
    """The crime is the last commit."""


def followed(story: Story, _start: Tip) -> None:
    """Others go on with another entry."""
    _work(story, story.free[0])


def _beside(story: Story, start: Tip) -> None:
    """The crime lies on a branch, and others went on with `main` from where it began; ends on `main`."""
    story.branches["main"] = start
    story.switch("crime", "main")
    _work(story, story.free[0])


def merged(story: Story, start: Tip) -> None:
    _beside(story, start)
    story.join("merge", "-q", "--no-ff", "-m", "merge", "crime")


def merged_into_branch(story: Story, start: Tip) -> None:
    _beside(story, start)
    story.switch("main", "crime")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "main")
    _work(story, story.free[2])


def merged_without_work(story: Story, start: Tip) -> None:
    """`main` stood still, and got a merge commit all the same."""
    story.branches["main"] = start
    story.switch("crime", "main")
    story.join("merge", "-q", "--no-ff", "-m", "merge", "crime")


def octopus(story: Story, start: Tip) -> None:
    _beside(story, start)
    story.switch("here", "main")
    _work(story, story.free[1])
    story.switch("third", "here")
    story.join("merge", "-q", "--no-ff", "-m", "octopus", "third", "crime")


def rebased(story: Story, start: Tip) -> None:
    _beside(story, start)
    story.switch("main", "crime")
    story.join("rebase", "-q", "main")


def cherry_picked(story: Story, start: Tip) -> None:
    _beside(story, start)
    story.branches["start"] = start
    story.join("cherry-pick", "start..crime")


MERGES: tuple[After, ...] = (merged, merged_into_branch, merged_without_work, octopus)
ANY: tuple[After, ...] = (followed, *MERGES, rebased, cherry_picked)
