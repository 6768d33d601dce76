"""What an auditor asks for: a range, their own policy, the keys that they trust; and what comes of it."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from cleanledger import __version__, clock, git
from cleanledger.cli.packing import Packing, digits_at, policy_of
from cleanledger.cli.session import Session
from cleanledger.cli.signers import existing_file
from cleanledger.errors import UsageError
from cleanledger.history.audit import audit
from cleanledger.history.judging import Wish
from cleanledger.history.past import zone_of
from cleanledger.history.program import rules_digest
from cleanledger.history.proofs import Kept, prove
from cleanledger.i18n import _, language, speaking
from cleanledger.model.audited import Audited
from cleanledger.render.working_paper import Circumstances, working_paper

PROGRAM = f"cleanledger {__version__}"


@dataclass(frozen=True)
class Asked:
    """One audit as it was asked for."""

    session: Session
    commits: str | None
    policy: Path | None
    signers: Path | None
    kept: Kept | None = None
    """The checkpoint that they kept elsewhere."""
    is_fresh: bool = False
    """Judge every commit anew."""

    @cached_property
    def repository(self) -> git.Repository:
        """Where the past lies."""
        return self.session.history()

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """The range as git takes it: the newest commit first."""
        return wanted_in(self.repository, self.commits)

    @cached_property
    def folder(self) -> str:
        """The folder of the book, from the root of the repository."""
        return self.repository.relative(self.session.folder)

    @cached_property
    def today(self) -> date:
        """The day of the audit, in the zone of the book."""
        return clock.today(zone_of(self.repository, self.wanted[0], self.folder))

    @cached_property
    def audited(self) -> Audited:
        """What is found, in the language in use."""
        return self._audited()

    def _audited(self) -> Audited:
        signers = existing_file(self.signers)
        wish = Wish(policy=policy_of(self.policy), signers=signers, is_fresh=self.is_fresh)
        audited = audit(self.repository, self.session.folder, self.wanted, wish)
        # A paper may be older than the first commit of the range.
        prove(self.repository, self.wanted[0], self.kept, signers, audited)
        return audited

    @cached_property
    def on_paper(self) -> Audited:
        """What is found, in the language of the book."""
        if self.audited.language == language():
            return self.audited
        with speaking(self.audited.language):
            return self._audited()

    @cached_property
    def circumstances(self) -> Circumstances:
        """How it was made, for the paper."""
        identity = git.identity(self.session.folder)
        return Circumstances(
            day=self.today,
            by=f"{identity.name} <{identity.email}>" if identity else "",
            program=PROGRAM,
            rules=rules_digest(),
            range=self.commits or "",
            policy=named(self.policy),
            signers=named(self.signers),
            checkpoint=digits_at(self.repository, self.folder, self.wanted[0]),
        )

    def packing(self) -> Packing:
        """What a pack of it is made from."""
        return Packing(
            repository=git.standing_on(self.repository, self.wanted[0]),
            folder=self.folder,
            commit=self.wanted[0],
            since=self.wanted[1].removeprefix("^") if self.wanted[1:] else "",
            language=self.audited.language,
            made=self.circumstances,
            policy=self.policy,
            signers=self.signers,
            kept=self.kept,
        )

    def paper(self) -> str:
        """The working paper, in the language of the book."""
        audited = self.on_paper
        with speaking(audited.language):
            return working_paper(audited, self.circumstances)


def named(path: Path | None) -> str:
    """A file by its name and what it holds; empty where there is none."""
    if path is None:
        return ""
    return f"{path.name} (sha256 {hashlib.sha256(path.read_bytes()).hexdigest()})"


def wanted_in(repository: git.Repository, commits: str | None) -> tuple[str, ...]:
    """The range that somebody typed as `git rev-list` takes it; the newest commit first."""
    if commits is None:
        return (git.existing_commit(repository, "HEAD"),)
    old, dots, new = commits.rpartition("..")
    if dots and old.endswith("."):
        raise UsageError(_("{text} is not a range", text=commits[:60]), _("write it as OLD..NEW"))
    newest = git.existing_commit(repository, new or "HEAD")
    return (newest, f"^{git.existing_commit(repository, old or 'HEAD')}") if dots else (newest,)
