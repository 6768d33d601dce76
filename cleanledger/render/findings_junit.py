"""Findings as a JUnit report: each file a test case, which its errors make fail."""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from cleanledger.i18n import _
from cleanledger.model.finding import Finding
from cleanledger.render.clean import clean
from cleanledger.render.findings import findings_text, summary_of
from cleanledger.render.found import Found

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def findings_junit(found: Found, *, encoding: str = "utf-8") -> str:
    """A test case per file that was looked at, and for every other path that something was found at.

    What fails a run stands in one `failure` of its file, since some readers show no second; the rest is
    `system-out`. What `encoding` (utf-8 or ascii) lacks is a reference.
    """
    by_path: dict[str, list[Finding]] = {path: [] for path in found.files}
    for finding in found.findings:
        by_path.setdefault(finding.path, []).append(finding)
    failing = sum(any(map(found.fails, findings)) for findings in by_path.values())
    counts = {"tests": str(len(by_path)), "failures": str(failing), "errors": "0", "skipped": "0"}
    suites = ET.Element("testsuites", {"name": found.command, **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": found.command, **counts})
    for path, findings in by_path.items():
        _case(suite, path, findings, found)
    ET.indent(suites)
    text = _DECLARATION + ET.tostring(suites, encoding="unicode") + "\n"
    return text.encode(encoding, "xmlcharrefreplace").decode(encoding)


def _case(suite: ET.Element, path: str, findings: Sequence[Finding], found: Found) -> None:
    name = clean(path, single_line=True)
    folder = name.rpartition("/")[0]
    case = ET.SubElement(suite, "testcase", {"classname": folder or ".", "name": name, "file": name})
    failures = [finding for finding in findings if found.fails(finding)]
    others = [finding for finding in findings if not found.fails(finding)]
    if failures:
        first = clean(f"{failures[0].code} {failures[0].message}", single_line=True)
        more = len(failures) - 1
        message = _("{names} and {n} more", names=first, n=more) if more else first
        failure = ET.SubElement(case, "failure", {"type": failures[0].code, "message": message})
        failure.text = _told(failures, found.sources)
    if others:
        ET.SubElement(case, "system-out").text = _told(others, found.sources)


def _told(findings: Sequence[Finding], sources: Mapping[str, str]) -> str:
    return findings_text(findings, sources, summary_of(findings, files=1, entries=0), colour=False)
