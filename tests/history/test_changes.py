"""For each rule on changes: a commit that fires it alone, and the nearest legal one."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from cleanledger import git
from cleanledger.checks.catalog import BY_CODE, RULES
from cleanledger.history.audit import audit
from cleanledger.model.audited import Audited
from tests.checks.examples import parts_of, places_of
from tests.checks.samples import HERE, Changes, Sample, lay, missing, samples
from tests.history.repositories import commit, ledger_repository, run

SAMPLES = samples(HERE / "changes")
OF_REPOSITORIES = {"LG618", "LG620", "LG622"}
OF_CHANGES = {rule.code for rule in RULES if rule.of_change or rule.of_batch or rule.code in OF_REPOSITORIES}
BY_GIT = {"LG601", "LG610", "LG611", "LG615", "LG616", "LG619", *OF_REPOSITORIES}
"""Rules whose case is made by git rather than by an edit: here, in test_commits or test_checkpoint."""
RW = "ledgers/RW-2024/RW-2024-001.yaml"
BEGUN = date(2024, 2, 5)

a_sample = pytest.mark.parametrize("sample", SAMPLES.values(), ids=lambda sample: sample.code)


def judged(root: Path, *wanted: str) -> Audited:
    """What the audit finds in `wanted`, by default in the last commit alone."""
    repository = git.find_repository(root)
    assert repository is not None
    return audit(repository, root / "ledgers", wanted or ("HEAD", "^HEAD^"))


def codes(audited: Audited) -> list[tuple[str, str]]:
    return [(finding.code, finding.entry) for finding in audited.findings]


def laid(root: Path, folder: Path, *layers: Changes) -> None:
    """Puts the base book with `layers` in the place of the one that lies in the repository."""
    book = lay(folder, *layers)
    shutil.rmtree(root / "ledgers", ignore_errors=True)
    shutil.move(book, root / "ledgers")


def changed(folder: Path, sample: Sample, change: Changes, day: date, email: str) -> Path:
    """A repository whose last commit is the change of a sample."""
    root = ledger_repository(folder / "office", sample.book)
    laid(root, folder / "after", sample.book, change)
    commit(root, day, email)
    return root


def test_every_rule_on_changes_has_a_sample() -> None:
    assert list(missing(OF_CHANGES - BY_GIT, SAMPLES)) == []


@a_sample
def test_it_fires_alone_on_its_entry(sample: Sample, tmp_path: Path) -> None:
    audited = judged(changed(tmp_path, sample, sample.fires, sample.day, sample.email))
    assert codes(audited) == [(sample.code, sample.entry)]
    (finding,) = audited.findings
    assert f"{finding.path.removeprefix('ledgers/')}:{finding.line}" == sample.at
    assert (finding.severity, finding.name) == (BY_CODE[sample.code].severity, BY_CODE[sample.code].name)
    assert finding.hint
    assert finding.commit == run(tmp_path / "office", "rev-parse", "HEAD")


@a_sample
def test_the_nearest_legal_change_is_none(sample: Sample, tmp_path: Path) -> None:
    day, email = sample.legal_day or sample.day, sample.legal_email or sample.email
    audited = judged(changed(tmp_path, sample, sample.legal, day, email))
    assert codes(audited) == []
    assert audited.unchecked == []


@a_sample
def test_the_example_shows_the_line(sample: Sample, tmp_path: Path) -> None:
    example = BY_CODE[sample.code].page.example
    if example[0].startswith("$ "):
        assert example[0].endswith(f"  # {sample.code}")
        return
    root = changed(tmp_path, sample, sample.fires, sample.day, sample.email)
    (finding,) = judged(root).findings
    for part in parts_of(sample.code, example):
        places = set(places_of(part, (root / "ledgers" / part.path).read_bytes()))
        assert places, f"{part.path} does not hold: {part.lines}"
        if part.marked is not None:
            assert finding.line in places


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return ledger_repository(tmp_path / "office", {})


def edited(root: Path, path: str, *pairs: tuple[str, str]) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


STARTED = (
    ("status: open", "status: doing"),
    (
        "due: 2024-12-31, lead_unit: GDBH}\n",
        "due: 2024-12-31, lead_unit: GDBH}\n  - {date: 2024-08-15, by: gdbh-clerk, did: start}\n",
    ),
)


def test_an_entry_that_is_gone(root: Path) -> None:
    (root / RW).unlink()
    commit(root, date(2024, 8, 15))
    assert codes(judged(root)) == [("LG601", "RW-2024-001")]


def test_a_number_given_again(root: Path) -> None:
    content = (root / RW).read_bytes()
    (root / RW).unlink()
    commit(root, date(2024, 8, 15))
    (root / RW).write_bytes(content.replace(b"2024-02-05", b"2024-08-16"))
    commit(root, date(2024, 8, 16))
    assert codes(judged(root)) == [("LG610", "RW-2024-001")]
    assert codes(judged(root, "HEAD")) == [("LG601", "RW-2024-001"), ("LG610", "RW-2024-001")]


def entries_closed(root: Path, numbers: Sequence[int], paper: str) -> None:
    for number in numbers:
        path = root / f"ledgers/RW-2024/RW-2024-{number:03}.yaml"
        text = path.read_text(encoding="utf-8").replace("status: open", "status: void")
        who = f"date: 2024-08-15, by: jgdw-clerk, actor: jgdw-head, {paper}"
        line = f"  - {{{who}, did: void, reason: 重复, approved_by: jgdw-head}}\n"
        path.write_text(text + line, encoding="utf-8")


@pytest.mark.parametrize(("shared", "found"), [(True, []), (False, [("LG611", "RW-2024-011")])])
def test_many_at_once(root: Path, *, shared: bool, found: list[tuple[str, str]]) -> None:
    numbers = range(11, 22)
    for number in numbers:
        text = (root / RW).read_text(encoding="utf-8")
        path = root / f"ledgers/RW-2024/RW-2024-{number:03}.yaml"
        path.write_text(text.replace("RW-2024-001", f"RW-2024-{number:03}"), encoding="utf-8")
    commit(root, BEGUN)
    for number in numbers:
        entries_closed(root, [number], "doc: 会议纪要8" if shared else f"doc: 处室报告{number}")
    commit(root, date(2024, 8, 15))
    assert codes(judged(root)) == found


def test_a_merge_that_adds_something_of_its_own(root: Path) -> None:
    run(root, "checkout", "-q", "-b", "side")
    edited(root, RW, *STARTED)
    commit(root, date(2024, 8, 15), "p6@office.example")
    run(root, "checkout", "-q", "main")
    edited(root, "ledgers/ZG-2024/ZG-2024-002.yaml", ("status: doing", "status: doing  # 在办"))
    commit(root, date(2024, 8, 15))
    run(root, "merge", "-q", "--no-ff", "--no-commit", "side")
    edited(root, RW, ("title: 开展集体廉政谈话", "title: 谈话"))
    commit(root, date(2024, 8, 15))
    assert codes(judged(root)) == [("LG615", "RW-2024-001")]


@pytest.mark.parametrize("dropped", [True, False])
def test_a_merge_that_drops_a_side(root: Path, *, dropped: bool) -> None:
    run(root, "checkout", "-q", "-b", "side")
    edited(root, RW, *STARTED)
    commit(root, date(2024, 8, 15), "p6@office.example")
    run(root, "checkout", "-q", "main")
    edited(root, "ledgers/ZG-2024/ZG-2024-002.yaml", ("status: doing", "status: doing  # 在办"))
    commit(root, date(2024, 8, 15))
    strategy = ["-s", "ours"] if dropped else []
    run(root, "merge", "-q", "--no-ff", "-m", "merge", *strategy, "side", day=date(2024, 8, 15))
    assert codes(judged(root)) == ([("LG616", "RW-2024-001")] if dropped else [])


def test_a_past_that_is_hidden(root: Path) -> None:
    (root / RW).unlink()
    commit(root, date(2024, 8, 15))
    run(root, "replace", "HEAD", "HEAD^")
    assert ("LG618", "") in codes(judged(root))
    assert ("LG601", "RW-2024-001") in codes(judged(root))
