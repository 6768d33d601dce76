"""Findings as text for people, each with its line and a caret, and as JSON for programs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cleanledger.i18n import _
from cleanledger.model.finding import Finding, Severity
from cleanledger.model.source import Related, Span
from cleanledger.model.vocabulary import listed, word
from cleanledger.render.clean import clean
from cleanledger.render.json_text import Json, document
from cleanledger.render.source_lines import excerpt, lines_of
from cleanledger.render.width import fold, width
from cleanledger.render.words import SEVERITIES

_DEFAULT_WIDTH = 80
_INDENT = "  "
_BOLD = "1"
_CYAN = "36"
_COLOURS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
)


@dataclass(frozen=True)
class Summary:
    """What was looked at and what was found; accepted findings are counted as nothing else."""

    files: int
    entries: int
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    accepted: int = 0

    @property
    def is_clean(self) -> bool:
        """Nothing was found that nobody accepted."""
        return not (self.errors or self.warnings or self.notes)


def summary_of(findings: Iterable[Finding], *, files: int, entries: int) -> Summary:
    """The counts of `findings`."""
    counts = Counter("accepted" if finding.accepted else finding.severity.value for finding in findings)
    return Summary(files, entries, counts["error"], counts["warning"], counts["note"], counts["accepted"])


def findings_text(
    findings: Sequence[Finding],
    sources: Mapping[str, str],
    summary: Summary,
    *,
    colour: bool,
    room: int | None = None,
) -> str:
    """Each finding with its place, its line from `sources` (path → text) and its hint; last the counts.

    `room`: what a terminal has, where messages are folded; without it each is one line.
    """
    pages = _Pages(sources, room, colour=colour)
    blocks = ["".join(f"{line}\n" for line in pages.finding(finding)) for finding in findings]
    return "\n".join((*blocks, f"{summary_line(summary)}\n"))


def summary_line(summary: Summary) -> str:
    """What was found in one sentence."""
    files = _count(summary.files, _("1 file"), _("{n} files", n=summary.files))
    if summary.is_clean:
        entries = _count(summary.entries, _("1 entry"), _("{n} entries", n=summary.entries))
        text = _("clean: {files}, {entries}", files=files, entries=entries)
    else:
        text = _("{counts} in {files}", counts=listed(_found(summary)), files=files)
    return text + _("; ") + _("{n} accepted", n=summary.accepted) if summary.accepted else text


def findings_json(findings: Sequence[Finding], summary: Summary, *, encoding: str = "utf-8") -> str:
    """The findings and their counts, for programs."""
    return document(
        {
            "schema": "cleanledger/findings-1",
            "findings": [record_of(finding) for finding in findings],
            "summary": {
                "files": summary.files,
                "entries": summary.entries,
                "errors": summary.errors,
                "warnings": summary.warnings,
                "notes": summary.notes,
                "accepted": summary.accepted,
            },
        },
        encoding=encoding,
    )


def _count(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _found(summary: Summary) -> Iterator[str]:
    if summary.errors:
        yield _count(summary.errors, _("1 error"), _("{n} errors", n=summary.errors))
    if summary.warnings:
        yield _count(summary.warnings, _("1 warning"), _("{n} warnings", n=summary.warnings))
    if summary.notes:
        yield _count(summary.notes, _("1 note"), _("{n} notes", n=summary.notes))


def record_of(finding: Finding) -> Json:
    """A finding for programs."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "entry": finding.entry,
        "field": finding.field,
        "message": finding.message,
        "hint": finding.hint,
        "related": [place._asdict() for place in finding.related],
        "accepted": finding.accepted,
        "fingerprint": finding.fingerprint,
        **({"commit": finding.commit} if finding.commit else {}),
    }


class _Pages:
    """Words findings; splits each source once."""

    def __init__(self, sources: Mapping[str, str], room: int | None, *, colour: bool) -> None:
        self._sources = sources
        self._room = room or _DEFAULT_WIDTH
        self._folds = room is not None
        self._colour = colour
        self._lines: dict[str, tuple[str, ...]] = {}

    def finding(self, finding: Finding) -> Iterator[str]:
        yield from self._headline(finding)
        if finding.accepted:
            return
        if not finding.secret:
            yield from self._excerpt(finding.path, finding.span, _INDENT, _COLOURS[finding.severity])
        for related in finding.related:
            yield from self._related(related)
        if finding.hint:
            hint = self._paint(_("hint"), _CYAN)
            yield _INDENT + hint + _(": ") + clean(finding.hint, single_line=True)

    def _headline(self, finding: Finding) -> Iterator[str]:
        place = _place(finding.path, finding.line, finding.column)
        code = clean(finding.code, single_line=True)
        message = clean(finding.message, single_line=True) + _remark(finding)
        head = f"{self._paint(place, _BOLD)} {self._paint(code, _COLOURS[finding.severity])} "
        taken = width(f"{place} {code} ")
        if not self._folds or taken + width(message) <= self._room:
            yield head + message
            return
        # The head is painted after folding: what stands for it must not break.
        first, *more = fold("-" * (taken - 1) + " " + message, max(self._room - len(_INDENT), taken))
        yield head.rstrip() if len(first) < taken else head + first[taken:]
        yield from (_INDENT + line for line in more)

    def _related(self, related: Related) -> Iterator[str]:
        place = _place(related.path, related.line, related.column)
        yield f"{_INDENT}{self._paint(place, _BOLD)}: {clean(related.message, single_line=True)}"
        span = Span(related.line, related.column, related.line, related.column)
        yield from self._excerpt(related.path, span, _INDENT * 2, _CYAN)

    def _excerpt(self, path: str, span: Span, indent: str, style: str) -> Iterator[str]:
        if path not in self._lines:
            self._lines[path] = lines_of(self._sources[path]) if path in self._sources else ()
        for number, line in enumerate(excerpt(self._lines[path], span, room=self._room - len(indent))):
            gutter, bar, carets = line.partition("|")
            painted = f"{gutter}{bar}{self._paint(carets, style)}" if number == 1 else line
            yield f"{indent}{painted}"

    def _paint(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._colour else text


def _place(path: str, line: int, column: int) -> str:
    return f"{clean(path, single_line=True)}:{line}:{column}"


def _remark(finding: Finding) -> str:
    """In brackets what the code alone does not say; an error that nobody accepted needs no remark."""
    remarks = [] if finding.severity is Severity.ERROR else [word(SEVERITIES, finding.severity)]
    if finding.accepted:
        remarks.append(_("accepted"))
    return _(" ({remarks})", remarks=listed(remarks)) if remarks else ""
