"""Findings as workflow commands of GitHub Actions: annotations, and below them the whole list."""

import hashlib
from collections.abc import Iterator, Mapping
from itertools import islice
from types import MappingProxyType

from cleanledger.i18n import _
from cleanledger.model.finding import Finding, Severity
from cleanledger.render.clean import clean
from cleanledger.render.findings import findings_text
from cleanledger.render.found import Found

_MOST = 10
"""So many annotations of each level are shown of one step."""
_COMMANDS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
)
_IN_MESSAGES = MappingProxyType({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = MappingProxyType({**_IN_MESSAGES, ":": "%3A", ",": "%2C"})


def findings_github(found: Found) -> str:
    """At most ten annotations of each level; then every finding as text in which nothing is a command."""
    text = findings_text(found.findings, found.sources, found.summary, colour=False)
    # A text cannot hold its own hash: nothing in it can take up commands again.
    token = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    annotations = "".join(f"{line}\n" for line in _annotations(found))
    return f"{annotations}::stop-commands::{token}\n{text}::{token}::\n"


def _annotations(found: Found) -> Iterator[str]:
    open_ones = [finding for finding in found.findings if not finding.accepted]
    for severity, command in _COMMANDS.items():
        of_level = (each for each in open_ones if _level(found, each) is severity)
        yield from (_annotation(command, finding) for finding in islice(of_level, _MOST))


def _level(found: Found, finding: Finding) -> Severity:
    return Severity.ERROR if found.fails(finding) else finding.severity


def _annotation(command: str, finding: Finding) -> str:
    properties = {"file": finding.path, "line": str(finding.line)}
    # Columns are refused where a stretch goes over lines.
    if finding.end_line == finding.line:
        properties["col"] = str(finding.column)
        properties["endColumn"] = str(finding.end_column)
    properties |= {"endLine": str(finding.end_line), "title": f"{finding.code} {finding.name}"}
    told = ",".join(f"{key}={_escaped(text, _IN_PROPERTIES)}" for key, text in properties.items())
    hint = f"\n{_('hint')}{_(': ')}{finding.hint}" if finding.hint else ""
    return f"::{command} {told}::{_escaped(finding.message + hint, _IN_MESSAGES)}"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return clean(text).translate({ord(sign): escape for sign, escape in escapes.items()})
