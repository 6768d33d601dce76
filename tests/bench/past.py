"""A past to measure on: a book, and a commit for each of many legal steps of several people."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tests.bench.books import CLERK, in_one_pack, make_book, run_git

_START = datetime(2024, 7, 1, 1, 0, tzinfo=UTC)
_STEPS_A_DAY = 5
_FAVOURITE_EVERY = 50
_MERGE_EVERY = 20
_STRIDE = 2_477
"""From all over the book."""


class Past(NamedTuple):
    """A book with many commits, and an entry that has had a long life."""

    root: Path
    entry: str
    path: str
    """Of the entry's file, from the root."""


class _Step(NamedTuple):
    """One commit to be: whose, on which day, what it does to which file."""

    subject: str
    author: str
    moment: datetime
    path: str
    content: str


def make_past(root: Path, entries: int, commits: int, *, ledgers: int = 8) -> Past:
    """A book of `entries` entries whose past has `commits` commits, one in twenty of them a merge."""
    made = make_book(root, entries, ledgers=ledgers)
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (root / "ledgers").glob("*/*-*.yaml")}
    doing = sorted(name for name, text in texts.items() if "\nstatus: doing\n" in text)
    stream = "".join(_stream(_steps(texts, doing, list(made.closable)), commits - 1))
    run_git(root, "fast-import", "--quiet", stdin=stream.encode())
    for words in (("update-ref", "-d", "refs/heads/making"), ("reset", "--quiet", "--hard")):
        run_git(root, *words)
    in_one_pack(root)
    return Past(root, doing[0], _path(doing[0]))


def _steps(texts: dict[str, str], doing: list[str], claimed: list[str]) -> Iterator[_Step]:
    for step in count():
        moment = _START + timedelta(days=step // _STEPS_A_DAY, minutes=step % _STEPS_A_DAY)
        day = moment.date().isoformat()
        if step % _STEPS_A_DAY == 0 and claimed:
            entry = claimed.pop(step * _STRIDE % len(claimed))
            agreed = "actor: jgjw-head, doc: 鄂自然资机党〔2024〕15号, opinion: 同意销号"
            line = f"by: jgdw-clerk, did: close, {agreed}"
            text = _with_status(texts[entry], "closed")
            author, verb = CLERK[1], "close"
        else:
            is_favourite = step % _FAVOURITE_EVERY == 1
            entry = doing[0] if is_favourite else doing[step * _STRIDE % len(doing)]
            post = _owner(texts[entry])
            line = f"by: {post}, did: progress, percent: {step % 40 + 20}, note: 第{step}次填报进展"
            text, author, verb = texts[entry], f"{post}@office.example", "progress"
        texts[entry] = f"{text}  - {{date: {day}, {line}}}\n"
        yield _Step(f"{verb} {entry}", author, moment, _path(entry), texts[entry])


def _owner(text: str) -> str:
    return text.partition("\nowner: ")[2].partition("\n")[0]


def _with_status(text: str, status: str) -> str:
    before, _key, after = text.partition("\nstatus: ")
    return f"{before}\nstatus: {status}\n{after.partition(chr(10))[2]}"


def _path(entry: str) -> str:
    return f"ledgers/{entry.rpartition('-')[0]}/{entry}.yaml"


def _stream(steps: Iterator[_Step], commits: int) -> Iterator[str]:
    """`commits` commits as `git fast-import` reads them; the last of every twenty joins the two before."""
    tip, mark = "refs/heads/main^0", 0
    while mark < commits:
        is_joined = mark % _MERGE_EVERY == 0 and mark + 3 <= commits
        first = next(steps)
        yield _commit(first, mark + 1, tip)
        mark += 1
        if is_joined:
            other = next(steps)
            yield _commit(other, mark + 1, tip)
            yield _commit(
                other._replace(subject="Merge the work of two"), mark + 2, f":{mark}", f":{mark + 1}"
            )
            mark += 2
        tip = f":{mark}"
    yield f"reset refs/heads/main\nfrom {tip}\n\n"


def _commit(step: _Step, mark: int, *parents: str) -> str:
    who = f"{step.author} <{step.author}> {int(step.moment.timestamp())} +0800"
    links = "".join(f"{word} {parent}\n" for word, parent in zip(("from", "merge"), parents, strict=False))
    return (
        f"commit refs/heads/making\nmark :{mark}\nauthor {who}\ncommitter {who}\n"
        f"{_data(step.subject)}{links}M 100644 inline {step.path}\n{_data(step.content)}\n"
    )


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"
