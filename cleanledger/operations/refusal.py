"""Refusing by the rules: a change may bring no error that was not there before."""

from collections import Counter
from collections.abc import Iterable, Sequence

from cleanledger.checks.rule import Subject
from cleanledger.checks.run import judge_entry
from cleanledger.errors import Refused
from cleanledger.model.finding import Finding


class RuledOut(Refused):
    """Refused by rules; carries what they found. `on_disk`: in a file as it lies, so its place helps."""

    def __init__(self, message: str, findings: Sequence[Finding], *, on_disk: bool = False) -> None:
        super().__init__(message)
        self.findings = tuple(findings)
        self.on_disk = on_disk


def new_errors(before: Subject | None, after: Subject) -> tuple[Finding, ...]:
    """The errors of `after` that nobody accepted and that `before` did not have, on whatever line."""
    return only_new(judge_entry(before) if before else (), judge_entry(after))


def only_new(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """What of `after` blocks and is not in `before`."""
    known = Counter(_identity(finding) for finding in before)
    fresh = []
    for finding in after:
        if not finding.blocks:
            continue
        if known[_identity(finding)]:
            known[_identity(finding)] -= 1
        else:
            fresh.append(finding)
    return tuple(fresh)


def _identity(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.message
