"""`ledger audit --pack` and `--verify-pack`: what is packed, that it is so again, what is refused."""

import io
import json
import stat
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cleanledger.exchange.pack import MANIFEST, manifest
from tests.cli.office import Office, new_office
from tests.cli.test_audit import MOVED, by_hand


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a pack lies beside the office that it was made in."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("packed")
        (folder / "office").mkdir()
        office = begun(folder / "office", patch)
        assert office("audit", "--pack", str(folder / "pack.zip")).code == 1
    return folder


def begun(folder: Path, patch: pytest.MonkeyPatch) -> Office:
    """A book with two quarters behind it, and a deadline moved by hand."""
    patch.setenv("GIT_AUTHOR_NAME", "Clerk")
    typed(patch, "2024-02-03")
    office = new_office(folder, patch)
    office.git("branch", "-m", "main")
    office.ok("add", "RW-2024", "修订内部控制制度", "-u", "GDBH", "-d", "2024-12-31", today="2024-02-03")
    typed(patch, "2024-06-03")
    office.ok("extend", "1", "--to", "2025-03-31", "-r", "方案待批", "--approved-by", "leader",
              "--doc", "局办〔2024〕8号", today="2024-06-03")  # fmt: skip
    by_hand(office, MOVED)
    return office


def typed(patch: pytest.MonkeyPatch, day: str) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        patch.setenv(f"GIT_{role}_DATE", f"{day}T10:00:00+0800")


@pytest.fixture
def members(made: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(made / "pack.zip") as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture
def verify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], tuple[int, list[str]]]:
    """Says how `--verify-pack` ends and what does not hold, far from any repository."""
    away = tmp_path / "away"
    away.mkdir()
    office = Office(away, monkeypatch)

    def verified(content: bytes) -> tuple[int, list[str]]:
        (away / "p.zip").write_bytes(content)
        monkeypatch.chdir(away)
        answer = office("audit", "--verify-pack", "p.zip")
        assert sorted(path.name for path in away.iterdir()) == ["p.zip"]
        lines = answer.out.splitlines()
        return answer.code, [each.split(": ", 1)[1] for each in lines if each.startswith("does not hold")]

    return verified


Verify = Callable[[bytes], tuple[int, list[str]]]


def zipped(members: Mapping[str, bytes], way: int = zipfile.ZIP_STORED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", way) as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name), content, compress_type=way)
    return stream.getvalue()


def stated_anew(members: Mapping[str, bytes], **facts: object) -> dict[str, bytes]:
    """The members with a manifest that fits them, as a forger would leave it."""
    said = json.loads(members[MANIFEST]) | facts
    rest = {name: content for name, content in members.items() if name != MANIFEST}
    own = {key: value for key, value in said.items() if key not in ("schema", "files")}
    return {MANIFEST: manifest(rest, own), **rest}


def test_a_pack_holds_history_lists_findings_and_paper(members: dict[str, bytes]) -> None:
    quarters = [f"exports/2024-Q{number}.csv" for number in (1, 2)]
    later = [name for name in members if name.startswith("exports/") and name not in quarters]
    assert set(members) - set(later) == {
        MANIFEST, "audit.json", "checkpoint.txt", "repository.bundle", "working-paper.md", *quarters,
    }  # fmt: skip
    said = json.loads(members[MANIFEST])
    assert said["files"].keys() == members.keys() - {MANIFEST}
    assert members["working-paper.md"].decode().startswith("# 历史核查工作底稿")
    (finding,) = json.loads(members["audit.json"])["findings"]
    assert finding["code"] == "LG604"
    assert members["exports/2024-Q1.csv"].decode().splitlines()[1].split(",")[0] == "RW-2024-001"


def test_lists_are_those_of_the_quarters_ends(members: dict[str, bytes]) -> None:
    assert ",2024-12-31," in members["exports/2024-Q1.csv"].decode()
    assert ",2025-03-31," in members["exports/2024-Q2.csv"].decode()


def test_git_takes_the_bundle(members: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(members["repository.bundle"])
    subprocess.run(["git", "clone", "-q", "-b", "audited", "b", "c"], cwd=tmp_path, check=True)
    assert (tmp_path / "c/ledgers/book.yaml").is_file()


def test_what_is_true_holds(made: Path, verify: Verify) -> None:
    assert verify((made / "pack.zip").read_bytes()) == (0, [])


def test_a_pack_that_another_program_compressed_holds(members: dict[str, bytes], verify: Verify) -> None:
    assert verify(zipped(members, zipfile.ZIP_DEFLATED)) == (0, [])


def test_what_is_added_to_the_zip_itself_is_said(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (made / "pack.zip").read_bytes()
    for name, bytes_ in (("same", content), ("before", b"MZ" + content)):
        (tmp_path / name).write_bytes(bytes_)
        answer = Office(tmp_path, monkeypatch)("audit", "--verify-pack", name)
        assert (answer.code, "packed it anew, or added to it" in answer.out) == (0, name == "before")


def test_the_same_history_gives_the_same_bytes(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In another clone, packed otherwise, in another zone and language."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(made / "office"), str(clone)], check=True)
    subprocess.run(["git", "remote", "remove", "origin"], cwd=clone, check=True)
    subprocess.run(["git", "gc", "-q", "--aggressive"], cwd=clone, check=True)
    office = Office(clone, monkeypatch)
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Clerk")
    monkeypatch.setenv("TZ", "America/New_York")
    office.language = "zh"
    monkeypatch.chdir(clone)
    office("audit", "--pack", str(tmp_path / "again.zip"))
    assert (tmp_path / "again.zip").read_bytes() == (made / "pack.zip").read_bytes()


NAMES = (
    MANIFEST,
    "audit.json",
    "checkpoint.txt",
    "repository.bundle",
    "working-paper.md",
    "exports/2024-Q1.csv",
)


@pytest.mark.parametrize("name", NAMES)
def test_each_member_that_is_touched_is_named(name: str, members: dict[str, bytes], verify: Verify) -> None:
    content = bytearray(members[name])
    content[len(content) // 2] ^= 1
    code, faults = verify(zipped({**members, name: bytes(content)}))
    assert code == 1
    assert any(name in each for each in faults)


@pytest.mark.parametrize("name", NAMES)
def test_each_member_that_is_missing_is_named(name: str, members: dict[str, bytes], verify: Verify) -> None:
    del members[name]
    code, faults = verify(zipped(members))
    assert code == 1
    assert f"{name} is missing" in faults


FORGED: dict[str, tuple[str, bytes, bytes]] = {
    "a finding": ("audit.json", b'"code": "LG604"', b'"code": "LG605"'),
    "a date on paper": ("working-paper.md", b"2025-09-30", b"2025-03-31"),
    "a digit": ("checkpoint.txt", b" ", b"  "),
    "a deadline in a list": ("exports/2024-Q2.csv", b"2025-03-31", b"2024-12-31"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_is_forged_with_its_manifest_is_named(
    forged: str, members: dict[str, bytes], verify: Verify
) -> None:
    name, old, new = FORGED[forged]
    assert old in members[name]
    code, faults = verify(zipped(stated_anew({**members, name: members[name].replace(old, new)})))
    assert (code, faults) == (1, [f"{name} is not what the history gives"])


def test_a_finding_that_was_left_out_is_missed(members: dict[str, bytes], verify: Verify) -> None:
    said = json.loads(members["audit.json"])
    said["findings"] = []
    forged = {**members, "audit.json": json.dumps(said).encode()}
    assert verify(zipped(stated_anew(forged))) == (1, ["audit.json is not what the history gives"])


@pytest.mark.parametrize(
    "fact",
    [
        {"day": "2020-01-01"},
        {"by": "nobody <x@y.example>"},
        {"range": "HEAD~1.."},
        {"rules": "0" * 64},
        {"since": ""},
        {"extra": 1},
    ],
    ids=lambda fact: next(iter(fact)),
)
def test_facts_that_are_not_so_are_seen(
    fact: dict[str, object], members: dict[str, bytes], verify: Verify
) -> None:
    same = json.loads(members[MANIFEST]) | fact == json.loads(members[MANIFEST])
    assert verify(zipped(stated_anew(members, **fact)))[0] == (0 if same else 1)


@pytest.mark.parametrize(
    "fact",
    [
        {"folder": "../.."},
        {"folder": "/etc"},
        {"commit": "--output=x"},
        {"since": "HEAD"},
        {"day": "heute"},
        {"language": "xx"},
        {"by": None},
    ],
    ids=lambda fact: next(iter(fact)),
)
def test_facts_that_lead_elsewhere_are_refused(
    fact: dict[str, object], members: dict[str, bytes], verify: Verify
) -> None:
    assert verify(zipped(stated_anew(members, **fact))) == (1, ["manifest.json cannot be read"])


def test_a_bundle_of_another_history_is_named(
    members: dict[str, bytes], verify: Verify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    other = begun(tmp_path / "other", monkeypatch)
    other.git("commit", "-q", "--allow-empty", "-m", "x")
    other("audit", "--pack", str(tmp_path / "other.zip"))
    with zipfile.ZipFile(tmp_path / "other.zip") as file:
        members["repository.bundle"] = file.read("repository.bundle")
    code, faults = verify(zipped(stated_anew(members)))
    assert (code, faults) == (1, ["repository.bundle does not end with the commit that was audited"])


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out", "a/../../out", "C:out", "a\\..\\out", "a//b", "./a"]
)
def test_what_would_leave_the_folder_is_refused(name: str, members: dict[str, bytes], verify: Verify) -> None:
    code, faults = verify(zipped({**members, name: b"x"}))
    assert code == 1
    assert "outside" in faults[0]


def test_members_that_are_there_twice_are_refused(members: dict[str, bytes], verify: Verify) -> None:
    stream = io.BytesIO(zipped(members))
    with zipfile.ZipFile(stream, "a") as file:
        file.writestr("Audit.json", b"{}")
    assert verify(stream.getvalue()) == (1, ["Audit.json is there twice"])


def test_links_and_folders_are_refused(members: dict[str, bytes], verify: Verify) -> None:
    stream = io.BytesIO(zipped(members))
    with zipfile.ZipFile(stream, "a") as file:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
        file.writestr(zipfile.ZipInfo("folder/"), b"")
    assert verify(stream.getvalue()) == (1, ["link is no plain file", "folder/ is no plain file"])


def test_a_bomb_is_refused_before_it_is_unfolded(members: dict[str, bytes], verify: Verify) -> None:
    code, faults = verify(zipped({**members, "exports/x.csv": bytes(50 << 20)}, zipfile.ZIP_DEFLATED))
    assert code == 1
    assert "would unfold" in faults[0]


def test_a_member_that_lies_about_its_size_is_refused(members: dict[str, bytes], verify: Verify) -> None:
    content = zipped({**members, "exports/x.csv": bytes(1 << 16)}, zipfile.ZIP_DEFLATED)
    size = (1 << 16).to_bytes(4, "little")
    assert content.count(size) >= 2
    code, faults = verify(content.replace(size, (1 << 12).to_bytes(4, "little")))
    assert (code, faults) == (1, ["it is no zip that can be read whole"])


def test_too_many_files_are_refused(verify: Verify) -> None:
    code, faults = verify(zipped({f"{number}": b"" for number in range(1001)}))
    assert code == 1
    assert "1001 files" in faults[0]


def test_what_is_no_zip_is_refused(verify: Verify) -> None:
    for content in (b"", b"PK\x05\x06", b"no zip" * 100):
        assert verify(content) == (1, ["it is no zip that can be read whole"])


def test_more_files_than_such_a_pack_has_are_named(members: dict[str, bytes], verify: Verify) -> None:
    assert verify(zipped({**members, "a.txt": b"x"}))[1][0] == "a.txt is not in the manifest"
    forged = stated_anew({**members, "a.txt": b"x"})
    assert verify(zipped(forged))[1] == ["a.txt is none of the files of such a pack"]


def test_the_auditors_own_policy_and_keys_go_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verify: Verify
) -> None:
    (tmp_path / "own").mkdir()
    office = begun(tmp_path / "own", monkeypatch)
    book = (office.folder / "ledgers/book.yaml").read_text(encoding="utf-8")
    mine, keys = tmp_path / "mine.yaml", tmp_path / "keys"
    mine.write_text(book.replace("proof: claimed", "proof: signed"), encoding="utf-8")
    keys.write_text("", encoding="utf-8")
    zip_, words = tmp_path / "own.zip", ("--policy", str(mine), "--signers", str(keys))
    assert "LG703" in office("audit", "HEAD~2..", *words, "--pack", str(zip_)).out
    with zipfile.ZipFile(zip_) as file:
        assert file.read("policy.yaml") == mine.read_bytes()
        assert "signers" in file.namelist()
    assert verify(zip_.read_bytes()) == (0, [])


def test_it_goes_alone(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, monkeypatch)
    assert office("audit", "HEAD", "--verify-pack", str(made / "pack.zip")).code == 2
    assert office("audit", "--verify-pack", str(tmp_path / "none.zip")).code == 1


def test_checkpoints_go_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verify: Verify) -> None:
    (tmp_path / "own").mkdir()
    office = begun(tmp_path / "own", monkeypatch)
    office.ok("checkpoint")
    office.ok("add", "RW-2024", "另一件事", "-u", "GDBH", "-d", "2024-12-31", today="2024-06-03")
    later = office.ok("checkpoint")
    zip_ = tmp_path / "own.zip"
    office("audit", "HEAD~1", "--pack", str(zip_))
    with zipfile.ZipFile(zip_) as file:
        said = json.loads(file.read(MANIFEST))
        paper = file.read("working-paper.md").decode()
        (tmp_path / "digits").write_bytes(file.read("checkpoint.txt"))
    assert [*said["refs"]] == ["refs/heads/audited", "refs/tags/checkpoint/1"], "of what is packed alone"
    digits = (tmp_path / "digits").read_text(encoding="utf-8").strip()
    assert digits not in later
    assert paper.count(digits) == 2, "of the last commit, and of the checkpoint that holds"
    assert verify(zip_.read_bytes()) == (0, [])
    monkeypatch.chdir(office.folder)
    out = office("audit", "--checkpoint", str(tmp_path / "digits"), "--pack", str(zip_)).out
    assert digits in out
    assert verify(zip_.read_bytes()) == (0, [])
    with zipfile.ZipFile(zip_) as file:
        forged = {name: file.read(name) for name in file.namelist()}
    assert json.loads(forged["audit.json"])["summary"]["proof"]["later"] == 1
    refs = {name: id for name, id in json.loads(forged[MANIFEST])["refs"].items() if "2" not in name}
    assert verify(zipped(stated_anew(forged, refs=refs)))[0] == 1
