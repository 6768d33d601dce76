"""Findings as a Code Quality report of GitLab."""

from collections.abc import Mapping
from types import MappingProxyType

from cleanledger.i18n import _
from cleanledger.model.finding import Finding, Severity
from cleanledger.render.clean import clean
from cleanledger.render.found import Found, distinct
from cleanledger.render.json_text import Json, array

_SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}
)


def findings_gitlab(found: Found, *, encoding: str = "utf-8") -> str:
    """A list of what nobody accepted; what ends the run with 1 is critical."""
    fingerprints = distinct(found.findings)
    return array(
        (
            _issue(found, finding, fingerprint)
            for finding, fingerprint in zip(found.findings, fingerprints, strict=True)
            if not finding.accepted
        ),
        encoding=encoding,
    )


def _issue(found: Found, finding: Finding, fingerprint: str) -> Json:
    hint = f"{_('; ')}{_('hint')}{_(': ')}{finding.hint}" if finding.hint else ""
    return {
        "description": clean(f"{finding.code} {finding.message}{hint}", single_line=True),
        "check_name": f"{finding.code} {finding.name}",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[Severity.ERROR] if found.fails(finding) else _SEVERITIES[finding.severity],
        "location": {
            "path": clean(finding.path, single_line=True),
            "lines": {"begin": max(finding.line, 1), "end": max(finding.end_line, finding.line, 1)},
        },
    }
