"""What every test stands on: surroundings that are the same everywhere, and no test left out in silence."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from cleanledger import i18n
from tests.forking import Runner

COMPLETE = "LEDGER_CI_COMPLETE"  # set: a test that is left out fails the run, and sweeps are run whole
THOROUGH = COMPLETE in os.environ
"""Whether sweeps (faults, mutants, junk, races) are run whole; else a part of each, the same at every run."""
CLERK = ("Clerk", "clerk@office.example")

# Two cores under load: how long one example takes says nothing.
settings.register_profile("cleanledger", deadline=None)
settings.load_profile("cleanledger")


def pinned(home: Path) -> dict[str, str]:
    """Surroundings that are the same everywhere, for somebody whose home folder is `home`."""
    return {
        "COLUMNS": "120",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "TZ": "Asia/Shanghai",
        "USERPROFILE": str(home),
    }


@pytest.fixture(autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home folder, and nothing from the caller's settings, language, zone or git."""
    home = tmp_path_factory.mktemp("home")
    for name in os.environ:
        if name.startswith(("GIT_", "LEDGER_", "LC_", "XDG_")):
            monkeypatch.delenv(name)
    for name in ("LANGUAGE", "EDITOR", "PAGER", "FORCE_COLOR", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    name, email = CLERK
    known = {
        "GIT_AUTHOR_EMAIL": email,
        "GIT_AUTHOR_NAME": name,
        "GIT_COMMITTER_EMAIL": email,
        "GIT_COMMITTER_NAME": name,
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    for name, value in (pinned(home) | known).items():
        monkeypatch.setenv(name, value)
    _use_zone()
    i18n.use("en")
    yield home
    monkeypatch.undo()
    _use_zone()


@pytest.fixture(scope="session")
def ledger() -> Iterator[Runner]:
    """The program, run many times in processes that start in milliseconds."""
    if not hasattr(os, "fork"):
        pytest.skip("this system has no fork")
    with Runner() as runner:
        yield runner


def _use_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        for program in mark.args:
            if shutil.which(program) is None:
                pytest.skip(f"{program} is not on this machine")


def _left_out(config: pytest.Config) -> list[tuple[str, str]]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # a worker of xdist
        return []
    return sorted((report.nodeid, report.longrepr[2]) for report in reporter.stats.get("skipped", []))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if COMPLETE in os.environ and _left_out(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


MEASURED = "messages said in Chinese"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not THOROUGH:
        terminalreporter.line(
            f"A part of each sweep was run; {COMPLETE}=1 make test runs them whole, as CI does."
        )
    for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", []):
        for name, value in report.user_properties:
            if name == MEASURED:
                terminalreporter.line(f"{name}: {value}")
    if left_out := _left_out(config):
        fails = f", which {COMPLETE} makes a failure" if COMPLETE in os.environ else ""
        terminalreporter.section(f"left out{fails}", sep="-", yellow=True)
        for test, reason in left_out:
            terminalreporter.line(f"{test}: {reason.removeprefix('Skipped: ')}")
