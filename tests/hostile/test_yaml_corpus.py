"""The corpus of hostile and merely odd files: each is laid as the only entry of a ledger, and judged."""

import json
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.forking import Done, Runner
from tests.hostile.unsafe_output import unsafe

DATA = Path(__file__).parents[1] / "data" / "hostile"
MANIFEST = json.loads((DATA / "manifest.json").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = MANIFEST["cases"]
ACCEPTED = [case for case in CASES if case["expected"] == "accept"]
SHOWN = [case for case in CASES if case.get("must_not")]
ENTRY = "T-2026-001"
CANARY = "pwned*"  # what the files of the corpus would make, were anything of them run


def name_of(case: dict[str, Any]) -> str:
    return Path(case["file"]).stem


def lay(case: dict[str, Any], book: Path) -> None:
    shutil.copyfile(DATA / case["file"], book / "T-2026" / f"{ENTRY}.yaml")


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def checked(case: dict[str, Any], book: Path, ledger: Runner, home: Path) -> tuple[Done, Done]:
    """What `check` says, in text and in JSON: each a process of its own, within the limits of the case."""
    lay(case, book)
    before = everything_in(book.parent)
    limits = case.get("limits", MANIFEST["default_limits"])
    text, program = (
        ledger(
            "check",
            "--format",
            format,
            cwd=book.parent,
            seconds=limits["seconds"],
            megabytes=limits["rss_mb"],
        )
        for format in ("text", "json")
    )
    assert everything_in(book.parent) == before
    assert [*home.rglob(CANARY), *Path(tempfile.gettempdir()).glob(CANARY)] == []
    return text, program


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_check_decides_as_the_corpus_says(
    case: dict[str, Any], book: Path, ledger: Runner, surroundings: Path
) -> None:
    text, program = checked(case, book, ledger, surroundings)
    assert unsafe(text.both + program.both) == []
    found = json.loads(program.out)["findings"]
    if case["expected"] == "accept":
        assert (text.code, program.code) == (0, 0), text.both.decode()
        assert [each for each in found if each["severity"] == "error"] == []
        return
    assert (text.code, program.code) == (1, 1), case["why"]
    where = f"ledgers/T-2026/{ENTRY}.yaml"
    assert re.search(rf"^{re.escape(where)}:\d+", text.text, re.MULTILINE)
    assert [each for each in found if each["path"] == where and each["line"] >= 1]


@pytest.mark.parametrize("case", ACCEPTED, ids=name_of)
def test_what_is_accepted_is_held_code_point_for_code_point(
    case: dict[str, Any], book: Path, ledger: Runner
) -> None:
    lay(case, book)
    done = ledger("show", ENTRY, "--format", "json", cwd=book.parent)
    assert done.code == 0
    (row,) = json.loads(done.out)["rows"]
    # Every scalar as the text that stands there.
    written = yaml.load((DATA / case["file"]).read_text(encoding="utf-8-sig"), yaml.BaseLoader)
    assert {key: row[key] for key in written} == written
    assert {key: row[key] for key in case.get("value", {})} == case.get("value", {})


@pytest.mark.parametrize("case", SHOWN, ids=name_of)
def test_no_command_that_reads_shows_it_raw(case: dict[str, Any], book: Path, ledger: Runner) -> None:
    lay(case, book)
    limits = MANIFEST["default_limits"]
    commands = (
        ("show", ENTRY),
        ("list",),
        ("report", "deadlines", "--format", "markdown"),
        ("report", "deadlines", "--format", "table"),
        ("report", "deadlines", "--format", "csv"),
    )
    done = ledger.all_of(commands, cwd=book.parent, seconds=limits["seconds"], megabytes=limits["rss_mb"])
    assert unsafe(done.both) == []
    assert done.code in ({0} if case["expected"] == "accept" else {0, 1})


def test_an_identity_number_is_not_repeated_by_what_finds_it(book: Path, ledger: Runner) -> None:
    for case in CASES:
        if name_of(case).startswith("secret__"):
            lay(case, book)
            (number,) = re.findall(rb"[0-9X]{15,}", (DATA / case["file"]).read_bytes())
            done = ledger.all_of((("check",), ("check", "--format", "json")), cwd=book.parent)
            assert done.code == 1
            assert number not in done.both, name_of(case)


def test_the_corpus_is_whole_and_git_keeps_its_bytes() -> None:
    assert {case["file"] for case in CASES} == {f"yaml/{path.name}" for path in (DATA / "yaml").iterdir()}
    assert Counter((case["expected"], case["level"]) for case in CASES) == {
        ("reject with clear error", "must"): 163,
        ("reject with clear error", "policy"): 13,
        ("accept", "must"): 31,
        ("accept", "policy"): 4,
    }
    words = ["git", "check-attr", "text", "--", str(DATA / CASES[0]["file"])]
    attribute = subprocess.run(words, cwd=DATA, capture_output=True, text=True, check=False)
    if attribute.returncode == 0:  # not in a source archive
        assert attribute.stdout.endswith(": text: unset\n")
