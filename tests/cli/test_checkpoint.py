"""`ledger checkpoint` and `ledger audit --checkpoint`: real tags, real keys, real tampering."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cleanledger.model.checkpoint import checkpoint_in
from tests.cli.office import CLERK, Answer, Office, new_office, run_process

RW = "ledgers/RW-2024/RW-2024-001.yaml"
DAY = "2024-06-03"


@pytest.fixture(scope="module")
def kept_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with two entries, founded once."""
    folder = tmp_path_factory.mktemp("book")
    with pytest.MonkeyPatch.context() as monkeypatch:
        set_up(monkeypatch)
        made = new_office(folder, monkeypatch)
        made.git("branch", "-m", "main")
        for title in ("修订内部控制制度", "清查"):
            made.ok("add", "RW-2024", title, "-u", "GDBH", "-d", "2024-12-31", today=DAY)
    return folder


def set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", f"{DAY}T10:00:00+0800")
        monkeypatch.setenv(f"GIT_{role}_NAME", "Clerk")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def office(kept_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    folder = tmp_path / "book"
    shutil.copytree(kept_book, folder)
    set_up(monkeypatch)
    return Office(folder, monkeypatch)


def marked(office: Office, *words: str) -> str:
    """Makes a checkpoint; its digits, as printed."""
    return office.ok("checkpoint", *words).splitlines()[1]


def add(office: Office, title: str = "另一件事") -> None:
    office.ok("add", "RW-2024", title, "-u", "GDBH", "-d", "2024-12-31", today=DAY)


def audited(office: Office, *words: str) -> tuple[int, list[tuple[str, str]], Answer]:
    """The exit code, and code and message of each finding."""
    answer = office("audit", "--format", "json", *words)
    data = json.loads(answer.out)
    return answer.code, [(each["code"], each["message"]) for each in data["findings"]], answer


def text_of(office: Office, number: int) -> str:
    """What `git cat-file tag` says of a checkpoint."""
    return office.git("cat-file", "tag", f"checkpoint/{number}")


# --- making one ----------------------------------------------------------------------------------


def test_it_is_an_annotated_tag_whose_digits_anybody_can_work_out(office: Office) -> None:
    digits = marked(office)
    assert len(digits) == 79
    assert [len(group) for group in digits.split(" ")] == [4] * 16
    head = office.git("rev-parse", "HEAD").strip()
    # With git and a calculator of checksums alone:
    lines = ""
    for number in (1, 2):
        content = office.git("show", f"HEAD:ledgers/RW-2024/RW-2024-00{number}.yaml")
        lines += f"RW-2024-00{number} {hashlib.sha256(content.encode()).hexdigest()}\n"
    entries = hashlib.sha256(lines.encode()).hexdigest()
    assert digits.replace(" ", "") == hashlib.sha256(f"{head}\n{entries}\n".encode()).hexdigest()
    said = text_of(office, 1)
    assert f"object {head}\ntype commit\ntag checkpoint/1\n" in said
    found = checkpoint_in(said)
    assert found is not None
    assert found.checkpoint.text == said.partition("\n\n")[2]
    assert f"\ncommit: {head}\nentries: 2\nentries-sha256: {entries}\n" in said
    assert f"\ndigits: {digits}\n" in said
    assert "\nref: refs/heads/main\n" in said
    assert "\nprevious-sha256: none\n" in said


def test_each_holds_the_hash_of_the_one_before(office: Office) -> None:
    marked(office)
    add(office)
    marked(office)
    first = text_of(office, 1).partition("\n\n")[2]
    assert f"\nprevious-sha256: {hashlib.sha256(first.encode()).hexdigest()}\n" in text_of(office, 2)


def test_a_commit_gets_one_only(office: Office) -> None:
    digits = marked(office)
    tags = office.git("for-each-ref", "refs/tags")
    out = office.ok("checkpoint")
    assert "has a checkpoint already: checkpoint/1, 2 entries" in out
    assert out.splitlines()[1] == digits
    assert office.git("for-each-ref", "refs/tags") == tags


def test_the_same_commit_gives_the_same_digits_everywhere(office: Office, tmp_path: Path) -> None:
    digits = marked(office)
    clone = tmp_path / "clone"
    office.git("clone", "-q", "--no-local", "--no-tags", "-c", "core.autocrlf=true", str(office.folder),
               str(clone))  # fmt: skip
    office.git("gc", "--quiet")
    here = run_process("checkpoint", "--dry-run", cwd=office.folder, TZ="UTC", LC_ALL="C")
    there = run_process("checkpoint", "--dry-run", cwd=clone, TZ="Asia/Tokyo", LC_ALL="C.UTF-8")
    assert here.stdout == there.stdout, (here, there)
    assert f"digits: {digits}\n" in here.stdout


def test_other_entries_or_another_commit_give_other_digits(office: Office) -> None:
    digits = marked(office)
    office.git("commit", "-q", "--allow-empty", "-m", "nothing")
    assert marked(office) != digits


def test_a_dry_run_and_a_file(office: Office, tmp_path: Path) -> None:
    text = office.ok("checkpoint", "--dry-run", "--to", str(tmp_path / "none.txt"))
    assert office.git("tag") == ""
    assert not (tmp_path / "none.txt").exists()
    file = tmp_path / "one.txt"
    marked(office, "--to", str(file))
    assert file.read_text("utf-8") == text == text_of(office, 1).partition("\n\n")[2]
    office.ok("checkpoint", "--to", str(file))
    file.write_text("mine", "utf-8")
    add(office)
    assert "is there already" in office.refused("checkpoint", "--to", str(file))
    assert office.git("tag").split() == ["checkpoint/1"]
    assert file.read_text("utf-8") == "mine"


# --- what stands in the way ----------------------------------------------------------------------


def test_what_is_in_no_commit_stands_in_the_way(office: Office) -> None:
    path = office.folder / RW
    path.write_text(path.read_text("utf-8") + "# x\n", "utf-8")
    assert f"not in any commit: {RW}" in office.refused("checkpoint")
    office.git("checkout", "-q", ".")
    (office.folder / "ledgers/RW-2024/RW-2024-009.yaml").write_text("x", "utf-8")
    office.refused("checkpoint")
    (office.folder / "ledgers/RW-2024/RW-2024-009.yaml").unlink()
    (office.folder / "notes.txt").write_text("not of the book", "utf-8")
    marked(office)


def test_no_commit_no_repository_a_shallow_clone_and_a_merge(office: Office, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    office.git("clone", "-q", "--depth=1", f"file://{office.folder}", str(shallow))
    answer = office("--book", str(shallow), "checkpoint")
    assert (answer.code, "shallow" in answer.err) == (3, True)
    (office.folder / ".git/MERGE_HEAD").write_text(office.git("rev-parse", "HEAD"), "utf-8")
    assert office("checkpoint").code == 3
    (office.folder / ".git/MERGE_HEAD").unlink()
    (office.folder / ".git").rename(office.folder / "gone")
    assert office("checkpoint").code == 3
    office.git("init", "-q")
    answer = office("checkpoint")
    assert (answer.code, "no past" in answer.err) == (3, True)
    assert office.git("tag") == ""


def test_none_follows_one_of_another_past(office: Office) -> None:
    marked(office)
    office.git("commit", "-q", "--amend", "-m", "another")
    assert "is not in the history" in office.refused("checkpoint")
    assert office.git("tag").split() == ["checkpoint/1"]


def test_two_at_once_make_one(office: Office) -> None:
    command = [sys.executable, "-m", "cleanledger", "checkpoint"]
    running = [
        subprocess.Popen(command, cwd=office.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _each in range(4)
    ]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * 4
    assert office.git("tag").split() == ["checkpoint/1"]
    assert len({text.splitlines()[1] for text in said}) == 1


# --- signed --------------------------------------------------------------------------------------


@pytest.fixture
def key(office: Office, tmp_path: Path) -> Path:
    """A key of the clerk's, told to git, and who is allowed to sign with it beside it."""
    path = tmp_path / "key"
    new_key(path)
    office.git("config", "gpg.format", "ssh")
    office.git("config", "user.signingkey", str(path))
    return path


def new_key(path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    public = path.with_suffix(".pub").read_text("utf-8")
    path.with_suffix(".allowed").write_text(f"{CLERK} {public}", "utf-8")


@pytest.mark.needs("ssh-keygen")
def test_it_is_signed_where_git_was_told_a_key(office: Office, key: Path, tmp_path: Path) -> None:
    answer = office("checkpoint")
    assert (answer.code, "not signed" in answer.err) == (0, False), answer
    assert "-----BEGIN SSH SIGNATURE-----" in text_of(office, 1)
    signers = str(key.with_suffix(".allowed"))
    assert "1 (" in office.ok("audit", "--signers", signers).partition("checkpoints that hold")[2]
    data = json.loads(audited(office, "--signers", signers)[2].out)
    assert data["summary"]["checkpoints"][0]["signature"] == "valid"
    new_key(tmp_path / "other")
    code, found, answer = audited(office, "--signers", str(tmp_path / "other.allowed"))
    assert (code, found) == (1, [("LG620", "its signature is not valid by the keys that were named")])
    assert json.loads(answer.out)["summary"]["checkpoints"] == []


@pytest.mark.needs("ssh-keygen")
def test_the_text_under_a_signature_cannot_be_changed(office: Office, key: Path) -> None:
    marked(office)
    forged = text_of(office, 1).replace("ref: refs/heads/main", "ref: refs/heads/nain")
    replace_tag(office, 1, forged)
    assert audited(office)[1] == []
    code, found, _answer = audited(office, "--signers", str(key.with_suffix(".allowed")))
    assert (code, [each for each, _message in found]) == (1, ["LG620"])


@pytest.mark.needs("ssh-keygen")
def test_a_key_that_does_not_work_makes_no_tag(office: Office, key: Path) -> None:
    key.unlink()
    answer = office("checkpoint")
    assert answer.code == 3
    assert "could not be signed" in answer.err
    assert office.git("tag") == ""
    office.git("config", "tag.gpgSign", "false")
    answer = office("checkpoint")
    assert (answer.code, "not signed" in answer.err) == (0, True)


def replace_tag(office: Office, number: int, content: str) -> None:
    """Puts another object in the place of a checkpoint, as whoever holds the repository can."""
    made = subprocess.run(
        ["git", "hash-object", "-t", "tag", "-w", "--stdin"],
        cwd=office.folder, input=content.encode(), capture_output=True, check=True,
    )  # fmt: skip
    office.git("update-ref", f"refs/tags/checkpoint/{number}", made.stdout.decode().strip())


# --- checkpoints of the repository, in an audit --------------------------------------------------


@pytest.fixture
def chain(office: Office) -> Office:
    """Three checkpoints."""
    for title in ("甲", "乙", "丙"):
        add(office, title)
        marked(office)
    return office


def test_those_that_hold_are_seen(chain: Office) -> None:
    code, found, answer = audited(chain)
    assert (code, found) == (0, [])
    seen = json.loads(answer.out)["summary"]["checkpoints"]
    assert [each["number"] for each in seen] == [1, 2, 3]
    assert {each["signature"] for each in seen} == {"none"}
    assert audited(chain, "HEAD~1")[:2] == (0, [])
    assert audited(chain, "HEAD~1..HEAD")[:2] == (0, [])


def test_one_that_is_gone_from_the_middle(chain: Office) -> None:
    chain.git("tag", "-d", "checkpoint/2")
    assert audited(chain)[:2] == (1, [("LG620", "it is gone, and checkpoint/3 is there")])
    chain.git("tag", "-d", "checkpoint/1")
    assert len(audited(chain)[1]) == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("entries: 4", "entries: 5", "its entries are not those of its commit"),
        ("number: 2", "number: 4", "its text is that of checkpoint 4"),
        ("book: 台账", "book: 别的", "the book of its commit is called otherwise"),
        ("policy-sha256: ", "policy-sha256: 0", "it holds no text of a checkpoint"),
        ("digits: ", "digits: 0000 ", "it holds no text of a checkpoint"),
    ],
)
def test_one_whose_text_was_changed(chain: Office, old: str, new: str, message: str) -> None:
    text = text_of(chain, 2)
    assert old in text
    replace_tag(chain, 2, text.replace(old, new))
    found = audited(chain)[1]
    assert ("LG620", message) in found
    # What is not readable has no hash; else the next one tells of it too.
    follows = ("LG620", "it does not follow from the checkpoint before it") in found
    assert follows != message.startswith("it holds")


@pytest.mark.parametrize("name", ["entries-sha256", "policy-sha256", "digits", "previous-sha256"])
def test_one_digit_of_its_hashes(chain: Office, name: str) -> None:
    text = text_of(chain, 2)
    before, _name, after = text.partition(f"\n{name}: ")
    changed = f"{before}\n{name}: {'1' if after[0] == '0' else '0'}{after[1:]}"
    replace_tag(chain, 2, changed)
    code, found, _answer = audited(chain)
    assert code == 1
    assert {each for each, _message in found} == {"LG620"}


def test_a_tag_that_was_put_elsewhere(chain: Office) -> None:
    other = chain.git("rev-parse", "HEAD~1").strip()
    own = chain.git("rev-parse", "HEAD").strip()
    replace_tag(chain, 3, text_of(chain, 3).replace(f"object {own}", f"object {other}"))
    assert [each for each, _message in audited(chain)[1]] == ["LG620"]
    chain.git("update-ref", "refs/tags/checkpoint/3", own)
    assert audited(chain)[1] == [("LG620", "it holds no text of a checkpoint")]


def test_a_commit_that_is_not_in_the_history(chain: Office) -> None:
    chain.git("commit", "-q", "--amend", "-m", "another")
    code, found, _answer = audited(chain)
    (only,) = found
    assert (code, only[0], "not in the history" in only[1]) == (1, "LG620", True)


def test_other_tags_are_nobodys_checkpoints(chain: Office) -> None:
    for name in ("v1", "checkpoint/first", "checkpoint/01", "checkpoint/2/a", "checkpoints/9"):
        with_slash = name.startswith("checkpoint/2/")
        if not with_slash:
            chain.git("tag", name)
    assert audited(chain)[:2] == (0, [])


# --- what was kept elsewhere ---------------------------------------------------------------------


def test_digits_find_their_commit_however_they_are_typed(chain: Office) -> None:
    printed = chain.ok("checkpoint").splitlines()[1]
    third = json.loads(audited(chain)[2].out)["summary"]["checkpoints"][0]
    wide = printed.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789abcdef"})
    for typed in (printed, printed.replace(" ", ""), printed.upper(), printed.replace(" ", "-"), wide):
        code, found, answer = audited(chain, "--checkpoint", typed)
        assert (code, found) == (0, [])
        proof = json.loads(answer.out)["summary"]["proof"]
        assert (proof["commit"], proof["later"]) == (chain.git("rev-parse", "HEAD").strip(), 0)
    out = chain.ok("audit", "--checkpoint", third["digits"])
    assert f"commit {third['commit'][:7]} gives these digits; 2 commits came after it:\n" in out
    assert f"\n{printed}\n" in chain.ok("audit", "--checkpoint", printed)


def test_digits_of_a_commit_without_a_tag(office: Office) -> None:
    text = office.ok("checkpoint", "--dry-run")
    add(office)
    found = checkpoint_in(text)
    assert found is not None
    out = json.loads(audited(office, "--checkpoint", found.digits)[2].out)
    assert out["summary"]["proof"]["commit"] == found.checkpoint.commit


@pytest.mark.parametrize("typed", ["1f2e", "nothing", "", "f" * 63, "g" * 64])
def test_what_is_no_checkpoint(office: Office, typed: str) -> None:
    answer = office("audit", "--checkpoint", typed)
    assert (answer.code, "64" in answer.err) == (2, True), answer


def rewritten(office: Office) -> None:
    """The whole past written anew with a deadline moved, and every checkpoint made again to fit."""
    commits = office.git("rev-list", "--reverse", "HEAD").split()
    tagged = {office.git("rev-parse", f"checkpoint/{n}^{{commit}}").strip() for n in (1, 2, 3)}
    office.git("tag", "-d", "checkpoint/1", "checkpoint/2", "checkpoint/3")
    office.git("checkout", "-q", "--orphan", "anew")
    for each in commits:
        office.git("read-tree", "-u", "--reset", each)
        path = office.folder / RW
        if path.exists():
            path.write_text(path.read_text("utf-8").replace("2024-12-31", "2025-12-31"), "utf-8")
        office.git("add", "-A", "ledgers")
        office.git("commit", "-q", "-C", each)
        if each in tagged:
            marked(office)
    office.git("branch", "-M", "main")


@pytest.mark.parametrize("form", ["digits", "text", "tag"])
def test_a_past_that_was_rewritten_with_its_tags(chain: Office, tmp_path: Path, form: str) -> None:
    paper, text, tag = chain.ok("checkpoint").splitlines()[1], text_of(chain, 3), tmp_path / "kept.txt"
    rewritten(chain)
    assert audited(chain)[:2] == (0, []), "by itself the new past has nothing against it"
    if form != "digits":
        tag.write_text(text if form == "tag" else text.partition("\n\n")[2], "utf-8")
    code, found, answer = audited(chain, "--checkpoint", paper if form == "digits" else str(tag))
    assert code == 1
    assert {each for each, _message in found} == {"LG622"}
    assert any("the past was rewritten" in message for _code, message in found)
    assert json.loads(answer.out)["summary"]["proof"]["commit"] == ""
    if form != "digits":
        assert any("has another checkpoint 3" in message for _code, message in found)


def test_only_a_message_was_rewritten(chain: Office, tmp_path: Path) -> None:
    file = tmp_path / "kept.txt"
    file.write_text(text_of(chain, 3), "utf-8")
    chain.git("tag", "-d", "checkpoint/3")
    chain.git("commit", "-q", "--amend", "-m", "another")
    ((code, message),) = audited(chain, "--checkpoint", str(file))[1]
    head = chain.git("rev-parse", "HEAD")[:12]
    assert (code, f"{head} has the same entries" in message) == ("LG622", True)


def test_a_file_is_read_whatever_editor_saved_it(chain: Office, tmp_path: Path) -> None:
    text = text_of(chain, 2)
    file = tmp_path / "kept.txt"
    saved = (
        text.encode("utf-8-sig"),
        text.replace("\n", "\r\n").encode("gb18030"),
        text.encode("utf-16"),
        f"存证码:{chain.ok('checkpoint').splitlines()[1]}。".encode(),
    )
    for content in saved:
        file.write_bytes(content)
        assert audited(chain, "--checkpoint", str(file))[:2] == (0, [])


def test_a_file_that_was_altered(chain: Office, tmp_path: Path) -> None:
    file = tmp_path / "kept.txt"
    text = text_of(chain, 2)
    own, other = (chain.git("rev-parse", name).strip() for name in ("HEAD~1", "HEAD"))
    file.write_text(text.replace(own, other), "utf-8")
    code, found, _answer = audited(chain, "--checkpoint", str(file))
    assert code == 1
    assert ("LG622", "its digits do not follow from its commit and entries") in found
    assert ("LG622", f"its entries are not those that its commit has: {other[:12]}") in found
    file.write_text("nothing", "utf-8")
    assert office_code(chain, file) == 1
    file.write_text(f"{'a' * 64}\n{'b' * 64}\n", "utf-8")
    assert office_code(chain, file) == 1


def office_code(office: Office, file: Path) -> int:
    return office("audit", "--checkpoint", str(file)).code


def test_a_book_that_was_moved_keeps_its_digits(chain: Office) -> None:
    printed = chain.ok("checkpoint").splitlines()[1]
    (chain.folder / "office").mkdir()
    chain.git("mv", "ledgers", "office/ledgers")
    chain.git("commit", "-q", "-m", "moved")
    answer = chain("--book", "office/ledgers", "audit", "--format", "json", "--checkpoint", printed)
    data = json.loads(answer.out)
    assert (answer.code, data["findings"]) == (0, [])
    assert chain("--book", "office/ledgers", "checkpoint").code == 0
    assert json.loads(chain("--book", "office/ledgers", "audit", "--format", "json").out)["findings"] == []


def test_merged_pasts_are_walked_whole(chain: Office) -> None:
    chain.git("tag", "-d", "checkpoint/1", "checkpoint/2", "checkpoint/3")
    chain.git("checkout", "-q", "-b", "side", "HEAD~2")
    add_to(chain, "ZG-2024")
    side = chain.ok("checkpoint", "--dry-run")
    chain.git("checkout", "-q", "main")
    chain.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    merged = chain.ok("checkpoint", "--dry-run")
    for text in (side, merged):
        found = checkpoint_in(text)
        assert found is not None
        answer = json.loads(audited(chain, "--checkpoint", found.digits)[2].out)
        assert answer["summary"]["proof"]["commit"] == found.checkpoint.commit


def add_to(office: Office, ledger: str) -> None:
    office.ok("add", ledger, "事", "-u", "GDBH", "-d", "2024-12-31", "-m", "查", "--set",
              "acceptance_unit=JGJW", today=DAY)  # fmt: skip


def test_sha256_repositories(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "sha256"
    shutil.copytree(office.folder / "ledgers", folder / "ledgers")
    other = Office(folder, office.monkeypatch)
    other.git("init", "-q", "--object-format=sha256")
    other.git("add", ".")
    other.git("commit", "-q", "-m", "founding")
    digits = marked(other)
    assert audited(other, "--checkpoint", digits)[:2] == (0, [])
    file = tmp_path / "kept.txt"
    file.write_text(text_of(other, 1), "utf-8")
    assert audited(other, "--checkpoint", str(file))[:2] == (0, [])
