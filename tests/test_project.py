"""The project around the code: its files agree with each other and say nothing that they should not."""

import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests import catalogue
from tests.catalogue import texts_of, translations_of

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PAGES = tuple(f"docs/{name}{language}.md" for name in ("team", "audit") for language in ("", ".zh"))
DOCUMENTS = ("README.md", "docs/README.zh.md", ".github/CONTRIBUTING.md", *PAGES)
GROUPS = ("unit", "person", "hooks")  # commands that are followed by another
LOCKS = ("requirements.lock", "tests/requirements.lock")

TOP_LEVEL = {
    *("cleanledger", "ledgers", "schemas", "tests", "docs"),
    *("pyproject.toml", "README.md", "Makefile", "CHANGELOG.md", "LICENSE", "requirements.lock"),
}
# Written so that they do not find themselves.
NOT_TO_BE_SAID = {
    "path of a machine": r"(?<![\w.~-])/(?:root|home|Users|work|tmp|opt)/[\w.]",
    "package index": r"(?:pypi|pythonhosted)[.]org|registry[.]npmjs|deb[.]debian|[.]\w+/simple\b",
}


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def files_in_git() -> list[str]:
    """What is or would be committed."""
    listed = subprocess.run(
        ["git", "-c", "core.quotePath=off", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return sorted(name for name in set(listed.stdout.split("\0")) if name and (ROOT / name).is_file())


def test_the_top_level_holds_nothing_else() -> None:
    names = {name.split("/")[0] for name in files_in_git()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


@pytest.mark.parametrize("thing", NOT_TO_BE_SAID)
def test_no_file_names_a(thing: str) -> None:
    found = []
    for name in files_in_git():
        text = (ROOT / name).read_bytes().decode("utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            if match := re.search(NOT_TO_BE_SAID[thing], line):
                found.append(f"{name}:{number} {match[0]}")
    assert found == []


def test_documents_name_only_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", text_of("Makefile"), re.MULTILINE))
    assert targets >= {"demo", "test", "lint", "bench", "lock", "messages", "clean"}
    for document in DOCUMENTS:
        named = re.findall(r"`make ([\w-]+)|^make ([\w-]+)", text_of(document), re.MULTILINE)
        assert {name for name in chain(*named) if name} <= targets, document


def commands_in_documents() -> dict[str, set[str]]:
    """Each `ledger` command of the code blocks, with the options that it is shown with."""
    commands: dict[str, set[str]] = {}
    for document in DOCUMENTS:
        for block in re.findall(r"^```sh\n(.*?)^```", text_of(document), re.MULTILINE | re.DOTALL):
            for line in re.findall(r"^ledger (.*)", block, re.MULTILINE):
                # Alone, it is today.
                words = shlex.split(line, comments=True) or ["today"]
                verb = " ".join(words[: 2 if words[0] in GROUPS else 1])
                commands.setdefault(verb, set()).update(word for word in words if re.match("--?[a-z]", word))
    return commands


@pytest.mark.parametrize(("verb", "options"), commands_in_documents().items(), ids=commands_in_documents())
def test_documents_show_only_commands_and_options_that_exist(verb: str, options: set[str]) -> None:
    shown = help_of(verb) + help_of("")
    assert {option for option in options if not re.search(rf"(?<![\w-]){option}\b", shown)} == set()


@cache
def help_of(verb: str) -> str:
    """What a command takes; without one, what every command takes."""
    command = [sys.executable, "-m", "cleanledger", *verb.split(), "--help"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert shown.returncode == 0, shown.stderr
    return shown.stdout


def test_links_in_documents_lead_somewhere() -> None:
    links = [
        (document, target)
        for document in files_in_git()
        if document.endswith(".md")
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text_of(document))
        if "://" not in target
    ]
    assert links
    assert [link for link in links if not (ROOT / link[0]).parent.joinpath(link[1]).exists()] == []


def test_the_changelog_has_a_place_for_what_comes() -> None:
    assert re.search(r"^## \[?Unreleased", text_of("CHANGELOG.md"), re.MULTILINE)


def test_decisions_are_numbered_dated_and_have_a_status() -> None:
    text = text_of("docs/decisions.md")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    shape = re.compile(r"(\d+)\. .+ — \d{4}-\d{2}-\d{2} — (?:proposed|accepted|replaced by \d+)")
    assert headings
    for number, heading in enumerate(headings, start=1):
        matched = shape.fullmatch(heading)
        assert matched, heading
        assert int(matched[1]) == number, heading


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_what_is_asked_for_by_hash(lock: str) -> None:
    text = text_of(lock)
    blocks = re.findall(r"^([\w.-]+)==([^\s;]+)(.*(?:\n    --hash=.*)*)", text, re.MULTILINE)
    pins = {name.lower(): Version(version) for name, version, _rest in blocks}
    assert [name for name, _version, rest in blocks if "--hash=sha256:" not in rest] == []
    wanted = list(PYPROJECT["project"]["dependencies"])
    if lock.startswith("tests/"):
        wanted += PYPROJECT["dependency-groups"]["dev"]
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pins[requirement.name.lower()]), requirement


def test_both_locks_pin_the_same_versions() -> None:
    core, everything = (set(re.findall(r"^[\w.-]+==[^\s;]+", text_of(lock), re.MULTILINE)) for lock in LOCKS)
    assert core <= everything


def test_the_wheel_holds_the_package_and_its_messages(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {name for name in files_in_git() if name.startswith("cleanledger/")}
    assert wanted - held == set()
    assert {name for name in held if ".dist-info/" not in name} - wanted == set()


def listed(what: str, texts: Sequence[object]) -> str:
    """All of them: pytest alone would cut a long list."""
    return "\n".join([f"{what} ({len(texts)}):", *(f"  {text!r}" for text in texts)])


def placeholders(text: str) -> set[str]:
    """Names in braces and `%` marks: both are filled in after translation."""
    marks = set(re.findall(r"%(?:\(\w+\))?[sdr]", text))
    return marks | {name for _before, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def test_every_message_of_the_code_is_in_the_catalogue() -> None:
    known = {message.id for message in catalogue.written()}
    missing = [message.id for message in catalogue.messages_in_code() if message.id not in known]
    assert not missing, listed("run `make messages`; missing", missing)


def test_the_catalogue_has_no_message_that_is_gone() -> None:
    used = {message.id for message in catalogue.messages_in_code()}
    unused = [message.id for message in catalogue.written() if message.id and message.id not in used]
    assert not unused, listed("run `make messages`; unused", unused)


def test_every_message_is_translated() -> None:
    messages = [message for message in catalogue.written() if message.id]
    left = [message.id for message in messages if message.fuzzy or not all(translations_of(message))]
    assert not left, listed("not translated", left)


def test_translations_keep_the_placeholders() -> None:
    changed = []
    for message in catalogue.written():
        if message.id and all(translations_of(message)):
            wanted = placeholders(texts_of(message)[-1])
            changed += [message.id for text in translations_of(message) if placeholders(text) != wanted]
    assert not changed, listed("other placeholders in the translation", changed)


def test_the_compiled_catalogue_is_the_written_one() -> None:
    assert catalogue.MO.exists(), "run: make messages"
    present = catalogue.texts_of_mo(catalogue.MO.read_bytes())
    assert present == catalogue.texts_of_mo(catalogue.compiled(catalogue.written())), "run: make messages"
