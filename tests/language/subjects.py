"""The subjects that are driven in Chinese, each in a folder of its own."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from cleanledger.checks.catalog import BY_CODE
from cleanledger.cli.commands import OFFERED
from cleanledger.model.fields import fields
from cleanledger.model.vocabulary import KINDS, STATUSES
from cleanledger.operations.verbs import VERBS
from cleanledger.render.words import SIGNALS
from cleanledger.reports.catalog import REPORTS
from tests.checks.samples import lay, samples
from tests.hostile.conftest import FILES as SMALL_BOOK
from tests.language import typed
from tests.language.driven import NOBODY, ROOT, Run, Subject, by, runs, say
from tests.language.scripted import founding, scripted
from tests.language.wrong_values import RAW, TEXTS
from tests.store.test_reader import FAULTS
from tests.year.script import in_chinese, steps

CORPUS = ROOT / "tests" / "data" / "hostile" / "yaml"
OFFICE = ROOT / "tests" / "data" / "language" / "office.txt"
DESKS = (
    "p04@zrzyt.example",
    "p07@zrzyt.example",
    "p11@zrzyt.example",
    "p15@zrzyt.example",
    "p19@zzjz.example",
    "x@y.example",
)


def _git(folder: Path, *commands: str) -> None:
    for command in commands:
        told = ["git", "-c", "user.name=Clerk", "-c", "user.email=p05@zrzyt.example", *command.split()]
        subprocess.run(told, cwd=folder, check=True, capture_output=True)


def sample_book(folder: Path, name: str = "book") -> Path:
    """The sample book in a repository of its own."""
    shutil.copytree(ROOT / "ledgers", folder / name / "ledgers")
    _git(folder / name, "init --quiet", "add --all", "commit --quiet --message 存档")
    return folder / name


def part_of_the_sample(folder: Path) -> Path:
    """The settings of the sample book and two of its ledgers."""
    book = sample_book(folder)
    for ledger in (path for path in (book / "ledgers").iterdir() if path.is_dir()):
        if ledger.name not in ("RW-2024", "ZG-2024"):
            shutil.rmtree(ledger)
    return book


def usage(folder: Path) -> list[Run]:
    """Wrong command lines."""
    return runs(sample_book(folder), typed.USAGE)


def verbs(folder: Path) -> list[Run]:
    """Verbs, mostly where they cannot be."""
    return runs(sample_book(folder), typed.VERBS)


def setting_up(folder: Path) -> list[Run]:
    """Units, people, plans, duties, rules."""
    return runs(sample_book(folder), typed.SETTING_UP)


def reading(folder: Path) -> list[Run]:
    """Everything that only reads, reports in their variants."""
    return runs(sample_book(folder), typed.READING)


def variants(folder: Path) -> list[Run]:
    """Reports put together, narrowed and printed otherwise."""
    return runs(part_of_the_sample(folder), typed.VARIANTS)


def prompts(folder: Path) -> list[Run]:
    """What is asked for on a terminal."""
    return runs(sample_book(folder), typed.ASKED, typed="x\n" * 3)


def surroundings(folder: Path) -> list[Run]:
    """No book, no repository, a hook that refuses, a merge that is not ended, a newer format."""
    nowhere = folder / "nowhere"
    nowhere.mkdir()
    alone = {"GIT_CEILING_DIRECTORIES": str(folder)}
    book, bare = sample_book(folder), sample_book(folder, "bare")
    shutil.rmtree(bare / ".git")
    return [
        *runs(
            nowhere,
            ("list", "close 31", "check", "--book nothing list", "", "--book nothing"),
            today="",
            environment=alone,
        ),
        *runs(book, ("start RW-2024-001", "--as zfj-clerk start ZG-2024-009"), environment=by("x@y.example")),
        *runs(book, ("start RW-2024-001", "--as zfj-clerk start ZG-2024-009", ""), environment=NOBODY),
        *runs(
            book, ["progress ZG-2024-009 进展"], before=((".git/hooks/pre-commit", "#!/bin/sh\nexit 1\n"),)
        ),
        *runs(book, ["progress ZG-2024-009 又进展"], before=((".git/MERGE_HEAD", ""),)),
        *runs(book, ["list"], before=(("ledgers/book.yaml", "format: 99\n"),)),
        *runs(book, ("close 31", "check", "")),
        *runs(bare, ["progress ZG-2024-009 进展"], environment=alone),
    ]


def desks(folder: Path) -> list[Run]:
    """What waits today for each kind of person, beside a file that cannot be read and one not saved."""
    book = sample_book(folder)
    with (book / "ledgers" / "book.yaml").open("a", encoding="utf-8") as file:
        file.write("# 未存档\n")
    (book / "ledgers" / "RW-2024" / "RW-2024-001.yaml").write_text("kind: [\n", encoding="utf-8")
    return [run for email in DESKS for run in runs(book, [""], environment=by(email))]


def gallery(folder: Path) -> list[Run]:
    """The finding of each code."""
    books = [(sample, lay(folder / code, sample.book, sample.fires)) for code, sample in samples().items()]
    return [Run(("--today", sample.today.isoformat(), "check"), str(book)) for sample, book in books]


def corpus(folder: Path) -> list[Run]:
    """Files that cannot be read, all in one book."""
    ledger = _small_book(folder)
    for number, path in enumerate(sorted(CORPUS.glob("*.yaml")), 101):
        if path.stat().st_size < 100_000:
            shutil.copyfile(path, ledger / f"T-2026-{number}.yaml")
    return runs(folder, ["check", ""])


def _small_book(folder: Path) -> Path:
    for name, text in SMALL_BOOK.items():
        path = folder / "ledgers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "ledgers" / "T-2026"


def broken_files(folder: Path) -> list[Run]:
    """Each slip that the reader knows, and each entry of which one thing is wrong."""
    ledger = _small_book(folder)
    contents = [*(fault[-1].encode() for fault in FAULTS), *RAW]
    for number, content in enumerate(contents, 101):
        (ledger / f"T-2026-{number}.yaml").write_bytes(content)
    for number, text in enumerate(TEXTS, 501):
        id_ = f"T-2026-{number}"
        (ledger / f"{id_}.yaml").write_text(text.format(id=id_), encoding="utf-8")
    return runs(folder, ["check", "check --format json --select LG0"])


def broken_lines(folder: Path) -> list[Run]:
    """Each line of an entry changed, or left out, in turn: what the rules say of it."""
    book = sample_book(folder)
    path = book / "ledgers" / "ZG-2024" / "ZG-2024-001.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for number, line in enumerate(lines[1:], 2):
        changed = line
        for old, new in (("2024", "2031"), ("GDBH", "XX"), ("close", "start"), ("KFLY", "JGJW")):
            changed = changed.replace(old, new)
        for id_, text in (
            (number + 100, "".join([*lines[:number], changed, *lines[number + 1 :]])),
            (number + 200, "".join([*lines[: number - 1], *lines[number:]])),
        ):
            whole = text.replace("ZG-2024-001", f"ZG-2024-{id_}")
            (path.parent / f"ZG-2024-{id_}.yaml").write_text(whole, encoding="utf-8")
    return runs(book, ["check"])


def explained(folder: Path) -> list[Run]:
    """Each rule, verb, command, status, signal, field and kind."""
    every_field = sorted({field.path for field in fields()})
    told = [("explain", *names) for names in (BY_CODE, VERBS, OFFERED, STATUSES, SIGNALS, every_field, KINDS)]
    return runs(
        sample_book(folder), [*told, "explain adopt", "explain nothing", "explain LG501 --format json"]
    )


def help_of_all(folder: Path) -> list[Run]:
    """The help of each command, those of groups and reports among them."""
    groups = {name: offered.build() for name, offered in OFFERED.items()}
    inner = (
        f"{name} {each} --help" for name, group in groups.items() for each in getattr(group, "commands", ())
    )
    commands = ["--help", "-h", *(f"{name} --help" for name in OFFERED), *inner]
    return runs(folder, [*commands, *(f"report {name} --help" for name in REPORTS)], today="")


def office(folder: Path) -> list[Run]:
    """A small office, and what is typed in it: each section of the script in a copy of its own."""
    told = scripted(OFFICE)
    say(founding(folder / "office"), folder / "home")
    for section in {each.cwd for each in told}:
        shutil.copytree(folder / "office", folder / section / "office")
    return [replace(each, cwd=str(folder / each.cwd / "office")) for each in told]


def year(folder: Path) -> list[Run]:
    """A clerk's year from an empty folder."""
    return [
        Run(
            ("--today", step.day, *in_chinese(step.words)),
            str(folder),
            environment=by(step.email),
            before=step.files,
        )
        for step in steps()
    ]


SUBJECTS: Mapping[str, Subject] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            *(usage, verbs, setting_up, reading, variants, prompts, surroundings, desks),
            *(gallery, corpus, broken_files, broken_lines, explained, help_of_all, office, year),
        )
    }
)
