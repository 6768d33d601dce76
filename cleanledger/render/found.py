"""What a check or an audit found, with all that a writer of any format needs."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cleanledger.model.finding import Finding, Severity
from cleanledger.render.explain.rule import RuleFacts
from cleanledger.render.findings import Summary


@dataclass(frozen=True)
class Found:
    """`files`: the paths that were looked at; `sources`: path → text; `rules`: code → its page.

    `strict`: a warning that nobody accepted ends the run like an error. `command`: what looked, as typed.
    """

    findings: Sequence[Finding]
    summary: Summary
    files: Sequence[str] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, RuleFacts] = field(default_factory=dict)
    strict: bool = False
    command: str = "ledger check"

    def fails(self, finding: Finding) -> bool:
        """Whether the run ends with 1 because of it."""
        return finding.blocks or (
            self.strict and not finding.accepted and finding.severity is Severity.WARNING
        )


def distinct(findings: Sequence[Finding]) -> tuple[str, ...]:
    """A fingerprint for each finding, in their order: 64 hex digits, all different, made of no line number.

    Of findings alike the first keeps its own, the others are numbered.
    """
    met = Counter[str]()
    given = []
    for finding in findings:
        own = finding.fingerprint
        met[own] += 1
        given.append(own if met[own] == 1 else _numbered(own, met[own]))
    return tuple(given)


def _numbered(fingerprint: str, number: int) -> str:
    return hashlib.sha256(f"{fingerprint}\0{number}".encode()).hexdigest()
