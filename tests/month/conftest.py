import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from tests.forking import Runner
from tests.language.driven import shared_folder
from tests.month.crimes import DAY
from tests.month.people import Town
from tests.month.story import Story


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory, ledger: Runner) -> Story:
    """The month, lived once in a test run; nobody writes there afterwards."""
    folder = shared_folder(tmp_path_factory) / "month"
    folder.mkdir(exist_ok=True)
    lived = folder / "lived"
    with FileLock(folder / "month.lock"):
        story = Story(Town(folder, ledger))
        if not lived.exists():
            story.live()
            lived.touch()
    story.town.dawn(story.days()[-1][0])
    return story


@pytest.fixture
def afterwards(month: Story, tmp_path: Path) -> Story:
    """The month copied for one test: the server, the clones and what they know of each other."""
    for each in (month.town.server, *(person.clone for person in month.people)):
        shutil.copytree(each, tmp_path / each.name, symlinks=True)
    story = Story(Town(tmp_path, month.town.runner))
    for person in story.people:
        person.git("remote", "set-url", "origin", str(story.town.server))
    story.town.dawn(DAY)
    return story
