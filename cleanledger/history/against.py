"""What a branch brings over its base, judged before it is merged: its commits, and the merge itself."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from cleanledger import git
from cleanledger.errors import Refused
from cleanledger.history.audit import audit, refuse_shallow
from cleanledger.i18n import _
from cleanledger.model.audited import Audited


class Against(NamedTuple):
    """What the audit found in the commits of HEAD that a base lacks; `note`: what was not looked at."""

    audited: Audited
    note: str = ""


def against(repository: git.Repository, folder: Path, base: str) -> Against:
    """Judges the commits of HEAD that `base` lacks, and the merge where neither holds the other."""
    refuse_shallow(repository)
    theirs = git.existing_commit(repository, base)
    ours = git.existing_commit(repository, "HEAD")
    if git.is_ancestor(repository, theirs, ours) or git.is_ancestor(repository, ours, theirs):
        return Against(audit(repository, folder, (ours, f"^{theirs}")))
    if not git.can_merge_trees(repository):
        audited = audit(repository, folder, (ours, f"^{theirs}"))
        return Against(
            audited, _("this git cannot try a merge (2.38 or newer can): HEAD was judged as it is")
        )
    with _apart(repository) as scratch:
        merged, conflicts = git.merged(scratch, theirs, ours)
        if conflicts:
            raise Refused(
                _("{base} and HEAD cannot be merged: {paths}", base=base, paths=_listed(conflicts)),
                _("merge {base} here first, and settle what is in conflict", base=base),
            )
        return Against(audit(scratch, folder, (merged, f"^{theirs}")))


@contextmanager
def _apart(repository: git.Repository) -> Iterator[git.Repository]:
    """The repository with new objects put elsewhere: who only checks leaves nothing behind."""
    with tempfile.TemporaryDirectory(prefix="cleanledger-") as folder:
        yield repository.with_objects_in(Path(folder))


def _listed(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:5])
    return f"{shown} …" if len(paths) > 5 else shown  # noqa: PLR2004 - what fits on a line
