import shutil
from pathlib import Path

import pytest

from tests.cli.office import Office, new_office


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office, founded once."""
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
            monkeypatch.setenv(name, "Clerk")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        new_office(folder, monkeypatch)
    return folder


@pytest.fixture
def office(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A copy of the office, for one test."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path, monkeypatch)
