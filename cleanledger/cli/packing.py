"""What goes into the pack of an audit, made from a repository: for packing, and again for verifying."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from cleanledger import git
from cleanledger.cli.signers import existing_file
from cleanledger.errors import Refused
from cleanledger.exchange.pack import Members
from cleanledger.history.audit import audit
from cleanledger.history.checkpoints import checkpoint_at, read_checkpoints
from cleanledger.history.judging import Wish
from cleanledger.history.proofs import Kept, prove
from cleanledger.history.quarters import held, stands
from cleanledger.history.versions import Versions, policy_in
from cleanledger.i18n import _, speaking
from cleanledger.model.audited import Audited
from cleanledger.model.checkpoint import grouped
from cleanledger.model.entry import Entry
from cleanledger.model.finding import Finding, Severity
from cleanledger.model.policy import Version
from cleanledger.model.setting import Setting, row_of
from cleanledger.model.source import Related
from cleanledger.render.audit import audit_json
from cleanledger.render.origin import Origin, Target
from cleanledger.render.table_formats import render
from cleanledger.render.working_paper import Circumstances, working_paper
from cleanledger.reports.asked import query_on
from cleanledger.reports.catalog import LIST, run

BUNDLE = "repository.bundle"
PAPER = "working-paper.md"
AUDIT = "audit.json"
POLICY = "policy.yaml"
SIGNERS = "signers"
CHECKPOINT = "checkpoint.txt"
REF = "refs/heads/audited"


@dataclass(frozen=True)
class Beside:
    """What an audit saw of its repository and no bundle shows: findings without a commit, a second copy."""

    findings: tuple[Finding, ...] = ()
    has_remote: bool = False


@dataclass(frozen=True)
class Packing:
    """Everything that the members of a pack are made from."""

    repository: git.Repository
    folder: str
    """That of the book, from the root."""
    commit: str
    since: str
    """The commit before the range; empty: from the beginning."""
    language: str
    made: Circumstances
    policy: Path | None = None
    signers: Path | None = None
    kept: Kept | None = None
    """A checkpoint that was kept elsewhere, and held against the history."""
    beside: Beside | None = None
    """None: as the repository itself shows it."""

    def facts(self, exports: Mapping[str, object]) -> dict[str, object]:
        """What the manifest says beside the files; `facts_in` reads it back."""
        return {
            "program": self.made.program,
            "rules": self.made.rules,
            "folder": self.folder,
            "commit": self.commit,
            "since": self.since,
            "range": self.made.range,
            "day": self.made.day.isoformat(),
            "language": self.language,
            "by": self.made.by,
            "policy": self.made.policy,
            "signers": self.made.signers,
            "kept": self.kept.digits if self.kept else "",
            "refs": self.refs,
            "exports": dict(exports),
        }

    @cached_property
    def refs(self) -> dict[str, str]:
        """What the bundle holds by name: the commit, and the checkpoints of what came before it."""
        marks = (mark.tag for mark in read_checkpoints(self.repository))
        tags = {f"refs/tags/{tag.name}": tag.id for tag in marks if self._has(tag.target)}
        return {REF: self.commit, **tags}

    def _has(self, commit: str) -> bool:
        known = git.commit_named(self.repository, commit)
        return known == commit and git.is_ancestor(self.repository, commit, self.commit)

    @property
    def audited(self) -> Audited:
        """What the audit finds, in the language of the book."""
        wanted = (self.commit, *([f"^{self.since}"] if self.since else []))
        wish = Wish(policy=policy_of(self.policy), signers=self.signers, today=self.made.day)
        found = audit(self.repository, self.repository.root / self.folder, wanted, wish)
        prove(self.repository, self.commit, self.kept, self.signers, found)
        beside = self.beside
        if beside is not None:
            found.findings = [*(each for each in found.findings if each.commit), *beside.findings]
            found.has_remote = beside.has_remote
        return found

    def members(self) -> tuple[Members, dict[str, object]]:
        """The files but the bundle and the manifest, and what the manifest says of the exports."""
        with speaking(self.language):
            audited = self.audited
            found = {
                AUDIT: audit_json(audited).encode(),
                PAPER: working_paper(audited, self.made).encode(),
            }
        if self.made.checkpoint:
            found[CHECKPOINT] = f"{self.made.checkpoint}\n".encode()
        for name, path in ((POLICY, self.policy), (SIGNERS, self.signers)):
            if path:
                found[name] = path.read_bytes()
        exports, told = _exports(self.repository, self.folder, self.commit, self.made.day)
        return {**found, **exports}, told


def _exports(
    repository: git.Repository, folder: str, commit: str, today: date
) -> tuple[dict[str, bytes], dict[str, object]]:
    """The list of entries at each quarter's end, and what each was made from."""
    versions = Versions(repository)
    files: dict[str, bytes] = {}
    told: dict[str, object] = {}
    for stand in stands(repository, commit, folder, today):
        book = held(repository, versions, stand.commit, folder)
        name = f"exports/{stand.name}.csv"
        unread = list(book.unread)
        if book.setting:
            files[name] = exported(book.setting, book.entries, stand.day)
        else:
            unread = ["book.yaml"]
        told[name] = {"day": stand.day.isoformat(), "commit": stand.commit, "unread": unread}
    return files, told


def exported(setting: Setting, entries: Sequence[Entry], day: date) -> bytes:
    """The list of entries as of a day, as `ledger list --format csv` prints it."""
    rows = [row_of(entry, setting) for entry in entries]
    table = run(LIST, rows, query_on(setting, day))
    return render(table, "csv", Origin(setting.book.name, day), Target()).encode()


def digits_at(repository: git.Repository, folder: str, commit: str) -> str:
    """The digits that the book gives at a commit, as they are printed; none where there is no book."""
    checkpoint = checkpoint_at(repository, folder, commit)
    return grouped(checkpoint.digits) if checkpoint else ""


def beside_in(content: bytes) -> Beside:
    """What an audit as JSON says of its repository; nothing where it cannot be read."""
    try:
        said = json.loads(content)
        records = [each for each in said["findings"] if not each.get("commit")]
        return Beside(tuple(map(_finding, records)), said["summary"]["second_copy"] is True)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Beside()


def _finding(record: Mapping[str, Any]) -> Finding:
    own = {key: value for key, value in record.items() if key not in ("fingerprint", "related", "severity")}
    related = tuple(Related(**each) for each in record["related"])
    return Finding(**own, severity=Severity(record["severity"]), related=related)


def with_bundle(members: Members, packing: Packing) -> Members:
    """The members with the whole history up to the last commit of the range."""
    return {**members, BUNDLE: git.bundle(packing.repository, packing.refs)}


def policy_of(path: Path | None) -> tuple[Version, ...] | None:
    """The policy that a file brings."""
    if path is None:
        return None
    existing_file(path)
    found = policy_in(path.read_bytes(), str(path))
    if found is None:
        raise Refused(
            _("{path} holds no policy that can be read", path=path), _("it is a book.yaml with policy: in it")
        )
    return found
