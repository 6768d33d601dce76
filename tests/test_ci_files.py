"""The files for GitHub and GitLab under docs/ci: their shape, and their very commands run in real clones."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from cleanledger import __version__
from tests.cli.conftest import template
from tests.cli.office import Office, run_process

pytestmark = pytest.mark.needs("git", "bash")

__all__ = ["template"]

FOLDER = Path(__file__).parent.parent / "docs" / "ci"
BIN = Path(sys.executable).parent
SCHEMAS = {"github.yml": "vendor.github-workflows", "gitlab.yml": "vendor.gitlab-ci"}
OFFICIAL = {"actions", "github"}
INSTALL = 'pip install "$LEDGER"'


def read(name: str) -> Any:
    """The file as text: nothing in it becomes a number, a date or a truth."""
    return yaml.load((FOLDER / name).read_text("utf-8"), Loader=yaml.BaseLoader)


# --- the files by themselves ---------------------------------------------------------------------


@pytest.mark.parametrize(("name", "schema"), SCHEMAS.items())
def test_the_shape_is_what_the_host_takes(name: str, schema: str) -> None:
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", schema, str(FOLDER / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_secret_is_asked_for_and_the_rules_are_of_one_version(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    assert "secrets." not in text
    assert not re.search(r"TOKEN|PASSWORD", text)
    found = read(name)
    assert (found.get("env") or found["variables"])["LEDGER"] == f"cleanledger=={__version__}"


def jobs() -> dict[str, Any]:
    return dict(read("github.yml")["jobs"])


def test_a_pull_request_is_judged_by_the_file_of_the_branch_it_goes_into() -> None:
    found = read("github.yml")
    assert "pull_request" not in found["on"]
    assert {"pull_request_target", "push", "schedule"} <= set(found["on"])
    assert found["permissions"] == {"contents": "read"}
    assert "permissions" not in jobs()["change"], "where others' files lie, nothing may be written"


def test_all_of_the_past_is_fetched_and_no_key_is_left_lying_about() -> None:
    for job in jobs().values():
        checkout = job["steps"][0]
        assert checkout["uses"] == "actions/checkout@v4"
        assert checkout["with"]["fetch-depth"] == "0"
        assert checkout["with"]["persist-credentials"] == "false"
    assert read("gitlab.yml")["variables"]["GIT_DEPTH"] == "0"


def test_only_actions_of_the_host_itself_are_used_each_of_a_major_version() -> None:
    used = {step["uses"] for job in jobs().values() for step in job["steps"] if "uses" in step}
    for each in used:
        assert re.fullmatch(r"[a-z]+/[a-z/-]+@v[0-9]+", each), each
        assert each.partition("/")[0] in OFFICIAL, each


def test_what_a_pull_request_brings_is_never_put_into_a_command() -> None:
    for job in jobs().values():
        assert all("${{" not in step.get("run", "") for step in job["steps"])


# --- their commands, run -------------------------------------------------------------------------


class Forge:
    """A server with a book, a clerk's clone of it, and clones as a runner makes them."""

    def __init__(self, folder: Path, office: Office) -> None:
        self.office = office
        self.server = folder / "server.git"
        self.runner = folder / "runner"
        office.git("branch", "-M", "main")
        office.git("clone", "-q", "--bare", str(office.folder), str(self.server))
        office.git("remote", "add", "origin", str(self.server))
        self.entry = office.ok("add", "RW-2024", "修订内部控制制度", "-u", "GDBH", "-d", "2026-12-31")[:11]
        self.path = office.folder / f"ledgers/RW-2024/{self.entry}.yaml"
        office.git("push", "-q", "origin", "main")
        office.git("checkout", "-q", "-b", "change")

    def edit(self, old: str, new: str) -> None:
        text = self.path.read_text("utf-8")
        assert old in text
        self.path.write_text(text.replace(old, new, 1), encoding="utf-8")
        self.office.git("commit", "-q", "-a", "-m", "by hand")

    def cloned(self, *how: str) -> dict[str, str]:
        """A runner's clone of what the branch is by now; the variables that hosts give a job."""
        self.office.git("push", "-q", "--force", "origin", "change")
        base = self.office.git("merge-base", "main", "change").strip()
        shutil.rmtree(self.runner, ignore_errors=True)
        self.office.git("clone", "-q", *how, f"file://{self.server}", str(self.runner), "--branch", "change")
        subprocess.run(["git", "checkout", "-q", "--detach"], cwd=self.runner, check=True)
        return {
            "CI": "true",
            "GITHUB_BASE_REF": "main",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
            "CI_PIPELINE_SOURCE": "merge_request_event",
        }

    def bash(self, script: str, given: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "TZ", "GIT_CONFIG_GLOBAL")}
        environment = {**kept, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **given}
        return subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=self.runner, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def github(self, job: str, given: Mapping[str, str]) -> tuple[bool, str]:
        """Whether a job passes, as GitHub goes through its steps, and what it writes."""
        passes, said = True, ""
        for step in jobs()[job]["steps"]:
            if "run" not in step or step["run"] == INSTALL or not (passes or step.get("if") == "always()"):
                continue
            done = self.bash(step["run"], given)
            passes, said = passes and done.returncode == 0, said + done.stdout + done.stderr
        return passes, said

    def gitlab(self, job: str, given: Mapping[str, str]) -> tuple[bool, str]:
        script = "\n".join(("set -o pipefail", *read("gitlab.yml")[job]["script"]))
        done = self.bash(script, given)
        return done.returncode == 0, done.stdout + done.stderr

    def judged(self, *how: str) -> Iterator[tuple[bool, str]]:
        """What both hosts make of the branch."""
        given = self.cloned(*how)
        yield self.github("change", given)
        yield self.gitlab("change", given)


@pytest.fixture
def forge(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Forge:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", "2024-06-01T10:00:00+0800")
    shutil.copytree(template, tmp_path / "office")
    return Forge(tmp_path, Office(tmp_path / "office", monkeypatch))


def test_a_good_change_passes(forge: Forge) -> None:
    forge.office.ok("progress", forge.entry, "过半")
    for passes, said in forge.judged():
        assert passes, said
    assert "<testsuite" in (forge.runner / "ledger-junit.xml").read_text("utf-8")
    assert (forge.runner / "ledger-codequality.json").read_text("utf-8").startswith("[")


def test_a_malformed_file_fails_and_the_place_is_shown(forge: Forge) -> None:
    forge.edit("title: ", "title: [")
    github, gitlab = forge.judged()
    assert not github[0]
    assert f"::error file=ledgers/RW-2024/{forge.entry}.yaml,line=" in github[1]
    assert not gitlab[0]
    assert f"ledgers/RW-2024/{forge.entry}.yaml:" in gitlab[1]
    assert "LG0" in (forge.runner / "ledger-codequality.json").read_text("utf-8")
    assert "<failure" in (forge.runner / "ledger-junit.xml").read_text("utf-8")


def test_a_deadline_that_was_moved_fails_also_when_it_was_moved_back(forge: Forge) -> None:
    forge.edit("due: 2026-12-31", "due: 2027-12-31")
    for passes, said in forge.judged():
        assert not passes
        assert "LG604" in said
    forge.edit("due: 2027-12-31", "due: 2026-12-31")
    for passes, said in forge.judged():
        assert not passes, "what a commit did stays in the past"
        assert "LG604" in said


def test_a_clone_without_its_past_is_told_so_and_fails(forge: Forge) -> None:
    forge.office.ok("progress", forge.entry, "过半")
    forge.office.ok("progress", forge.entry, "又过半")
    for passes, _said in forge.judged("--depth=1", "--no-single-branch"):
        assert not passes
    given = forge.cloned("--depth=1", "--no-single-branch")
    for base in ("origin/main", "HEAD~1", given["CI_MERGE_REQUEST_DIFF_BASE_SHA"]):
        done = run_process("check", "--base", base, cwd=forge.runner)
        assert done.returncode == 3
        assert "fetch-depth: 0" in done.stderr


def test_who_changes_the_check_changes_no_entry_with_it(forge: Forge) -> None:
    files = (forge.office.folder / ".github/workflows/检查.yml", forge.office.folder / ".gitlab-ci.yml")
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}\n", encoding="utf-8")
        forge.office.git("add", "--all")
        forge.office.git("commit", "-q", "-m", "the check")
    forge.office.ok("progress", forge.entry, "过半")
    for passes, said in forge.judged():
        assert not passes
        assert "is changed together with other files" in said


@pytest.mark.parametrize("place", [".github/workflows/检查.yml", ".gitlab-ci.yml"])
def test_the_check_alone_may_be_changed(forge: Forge, place: str) -> None:
    path = forge.office.folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}\n", encoding="utf-8")
    forge.office.git("add", "--all")
    forge.office.git("commit", "-q", "-m", "the check")
    given = forge.cloned()
    passes, said = (forge.github if "github" in place else forge.gitlab)("change", given)
    assert passes, said


@pytest.mark.parametrize("job", ["book", "past"])
def test_what_stands_and_what_was_is_looked_at_on_the_main_branch(forge: Forge, job: str) -> None:
    given = {**forge.cloned(), "CI_PIPELINE_SOURCE": "schedule"}
    for run in (forge.github, forge.gitlab):
        passes, said = run(job, given)
        assert passes, said
    forge.edit("status: open", "status: closed")
    given = forge.cloned()
    for run in (forge.github, forge.gitlab):
        passes, said = run(job, given)
        assert not passes, said
    if job == "book":
        assert "LG401" in (forge.runner / "ledger.sarif").read_text("utf-8")
    else:
        assert "LG602" in (forge.runner / "audit.txt").read_text("utf-8")


@pytest.mark.parametrize("page", ["ci.md", "ci.zh.md"])
def test_the_page_speaks_of_every_job_and_names_the_files(page: str) -> None:
    text = (FOLDER.parent / page).read_text("utf-8")
    named = {*jobs(), *(name for name in read("gitlab.yml") if "script" in read("gitlab.yml")[name])}
    assert [name for name in named if f"| `{name}` |" not in text] == []
    links = re.findall(r"\]\(([^):]+)\)", text)
    assert links
    assert [link for link in links if not (FOLDER.parent / link).exists()] == []
