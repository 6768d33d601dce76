"""What every subject says, heard once in a test run."""

from collections.abc import Callable

import pytest

from tests.language.driven import Said, said_once, shared_folder
from tests.language.subjects import SUBJECTS

Heard = Callable[[str], Said]


@pytest.fixture(scope="session")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """Gives what a subject says in Chinese."""
    shared = shared_folder(tmp_path_factory)
    return lambda name: said_once(name, SUBJECTS[name], shared)
