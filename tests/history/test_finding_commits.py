"""The walk that finds a commit by its digits sees at each commit what reading its whole tree gives."""

import random
import subprocess
from datetime import date
from pathlib import Path

import pytest

from cleanledger import git
from cleanledger.history.checkpoints import checkpoint_at, find_commit, given_by
from cleanledger.history.finding_commits import walk
from tests.history.repositories import commit, run

DAY = date(2024, 8, 1)
BOOK = "format: 1\nname: 台账\n"


def grown(root: Path, seed: int) -> Path:
    """A history of branches and merges in which files come, change, go, move, and become links."""
    chance = random.Random(seed)
    root.mkdir()
    run(root, "init", "-q", "-b", "main")
    put(root / "ledgers/book.yaml", BOOK)
    commit(root, DAY)
    for step in range(30):
        touch(root, chance, step)
        commit(root, DAY, message=str(step))
        if chance.random() < 0.3:
            run(root, "checkout", "-q", "-b", f"side-{step}", chance.choice(["HEAD~1", "HEAD"]))
        elif chance.random() < 0.4:
            here = run(root, "branch", "--show-current")
            run(root, "checkout", "-q", "main")
            if here != "main":
                merge(root, here)
    run(root, "checkout", "-q", "-B", "all")
    sides = run(root, "branch", "--format=%(refname:short)", "--no-merged", "HEAD").split()
    for side in sides:
        run(root, "merge", "-q", "-s", "ours", "-m", "merge", side)
    return root


def merge(root: Path, side: str) -> None:
    """Joins a side; where git cannot by itself, only its commits."""
    try:
        run(root, "merge", "-q", "-X", "ours", "-m", "merge", side)
    except subprocess.CalledProcessError:
        run(root, "merge", "--abort")
        run(root, "merge", "-q", "-s", "ours", "-m", "merge", side)


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        path.unlink()
    path.write_text(text, encoding="utf-8")


def touch(root: Path, chance: random.Random, step: int) -> None:
    entries = sorted(path for path in root.rglob("*-2024/*.yaml") if ".git" not in path.parts)
    ledger = chance.choice(["RW-2024", "ZG-2024"])
    place = root / chance.choice(["ledgers", "ledgers", "other/ledgers"]) / ledger
    new = place / f"{ledger}-{chance.choice([1, 2, 9, 10, 11, 100, 1000]):03}.yaml"
    match chance.randrange(6):
        case 0 if entries:
            chance.choice(entries).unlink()
        case 1 if entries and not new.exists():
            new.parent.mkdir(parents=True, exist_ok=True)
            chance.choice(entries).rename(new)
        case 2 if entries:
            old = chance.choice(entries)
            old.unlink()
            old.symlink_to("book.yaml")
        case 3:
            put(root / "other/ledgers/book.yaml", f"{BOOK}# {step}\n")
        case _:
            put(new, f"title: {step}\n")


@pytest.mark.parametrize("seed", range(6))
def test_it_sees_what_the_tree_gives(tmp_path: Path, seed: int) -> None:
    root = grown(tmp_path / "book", seed)
    repository = git.find_repository(root)
    assert repository is not None
    head = git.existing_commit(repository, "HEAD")
    commits = run(root, "rev-list", head).split()
    seen: dict[str, list[tuple[int, str]]] = {each: [] for each in commits}
    for passed in walk(repository, head):
        seen[passed.commit].append(passed.held)
    given = given_by(repository, commits)
    expected = {each: sorted(book.held for book in books) for each, books in given.items()}
    assert {each: sorted(books) for each, books in seen.items()} == expected
    assert len({book for books in seen.values() for book in books}) > 5
    for each in commits[:: len(commits) // 4]:
        checkpoint = checkpoint_at(repository, "ledgers", each)
        assert checkpoint is not None
        found = find_commit(repository, head, checkpoint.digits)
        assert found is not None
        assert found.commit == each
    assert find_commit(repository, head, "0" * 64) is None
