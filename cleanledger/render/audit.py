"""An audit as text for people and as JSON for programs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from cleanledger.i18n import N_, _
from cleanledger.model.audited import Audited, Proof, Unchecked
from cleanledger.model.checkpoint import grouped
from cleanledger.model.finding import Finding
from cleanledger.model.vocabulary import listed, word
from cleanledger.render.clean import clean
from cleanledger.render.findings import record_of, summary_line, summary_of
from cleanledger.render.json_text import document
from cleanledger.render.width import fold
from cleanledger.render.words import SEVERITIES

SHORT = 7
_INDENT = "  "
_ROOM = 80
_MOST_LISTED = 12
NOT_PROVED = (
    N_("Times and names are as whoever made the commit claims them; a signature shows a key, not a day."),
    N_("What was never shared, or was removed before the first checkpoint kept elsewhere, leaves no trace."),
    N_("Whether everybody is shown the same history shows only by comparing checkpoints on paper."),
)
"""What git cannot prove."""

SIGNATURES: Mapping[str, str] = {
    "valid": N_("signed"),
    "invalid": N_("signed, not valid"),
    "unknown": N_("signed, not verified"),
    "none": N_("not signed"),
}
"""What a signature is worth, in words."""


def audit_text(audited: Audited, *, room: int | None = None) -> str:
    """Findings by commit, what could not be checked, what was seen, what git cannot prove."""
    blocks = [
        list(_head(audited)),
        *(list(_of_commit(commit, tuple(found))) for commit, found in groupby(audited.findings, _commit)),
        list(_unchecked(audited.unchecked)),
        list(_seen(audited)),
        [_("What git cannot prove"), *(_INDENT + _(each) for each in NOT_PROVED)],
        [verdict(audited)],
    ]
    lines = [line for block in blocks if block for line in (*block, "")]
    return "".join(f"{line}\n" for each in lines[:-1] for line in _folded(each, room or _ROOM))


def _folded(line: str, room: int) -> Iterator[str]:
    text = clean(line, single_line=True)
    indent = text[: len(text) - len(text.lstrip())]
    first, *more = fold(text, room) or [""]
    yield first
    yield from (f"{indent}{_INDENT}{each}" for part in more for each in fold(part, room - len(indent) - 2))


def _commit(finding: Finding) -> str:
    return finding.commit


def _head(audited: Audited) -> Iterator[str]:
    if audited.is_empty:
        yield _("there is no commit in this range")
        return
    span = f"{audited.first[:SHORT]}…{audited.last[:SHORT]}"
    counts = {"commits": audited.commits, "entries": audited.entries}
    yield _("Audit of {span}: {commits} commits, {entries} entries", span=span, **counts)
    if audited.proof:
        yield proved(audited.proof)
        # A line of their own: they are compared with paper group by group.
        yield grouped(audited.proof.digits)


def proved(proof: Proof) -> str:
    """Which commit gives the digits that somebody brought, in words that end before them."""
    if not proof.commit:
        return _("No commit gives these digits:")
    return _(
        "The commit {id} gives these digits; {n} commits came after it:",
        id=proof.commit[:SHORT],
        n=proof.later,
    )


def _of_commit(commit: str, found: Sequence[Finding]) -> Iterator[str]:
    yield _("commit {id}", id=commit[:SHORT]) if commit else _("the repository")
    for finding in found:
        severity = "" if finding.severity == "error" else f" ({word(SEVERITIES, finding.severity)})"
        place = f"{finding.path}:{finding.line}" if finding.commit else finding.path
        yield f"{_INDENT}{place} {finding.code} {finding.message}{severity}"


def _unchecked(unchecked: Sequence[Unchecked]) -> Iterator[str]:
    if unchecked:
        yield _("Could not be checked")
    for each in unchecked:
        yield f"{_INDENT}{each.commit[:SHORT]} {each.entry}".rstrip() + _(": ") + each.reason


def _seen(audited: Audited) -> Iterator[str]:
    if audited.is_empty:
        return
    yield _("What was seen")
    for label, text in _facts(audited):
        yield _INDENT + label + _(": ") + text


def _facts(audited: Audited) -> Iterator[tuple[str, str]]:
    yield _("lines typed"), _counted(audited.typists.most_common())
    yield _("closings by day"), _counted(sorted((_day(day), n) for day, n in audited.closings.items()))
    signatures = [(_(SIGNATURES[state]), n) for state, n in sorted(audited.signatures.items())]
    yield _("signatures"), _counted(signatures)
    yield _("months without a commit"), _some(audited.months_without)
    yield (
        _("checkpoints that hold"),
        _some(
            [
                f"{each.number} ({each.commit[:SHORT]}; {_(SIGNATURES[each.signature])})"
                for each in audited.checkpoints
            ]
        ),
    )
    if audited.withdrawn:
        yield _("withdrawn at once"), listed(each[:SHORT] for each in audited.withdrawn)
    if not audited.has_remote:
        yield _("second copy"), _("none: this repository knows of no other")


def _day(day: date) -> str:
    return day.isoformat()


def _counted(counts: Sequence[tuple[str, int]]) -> str:
    return _some([f"{name} {n}" for name, n in counts])


def _some(texts: Sequence[str]) -> str:
    """The first of them; the JSON has all."""
    return (listed(texts[:_MOST_LISTED]) + (" …" if len(texts) > _MOST_LISTED else "")) or _("none")


def verdict(audited: Audited) -> str:
    """What was found, in one sentence."""
    summary = summary_of(audited.findings, files=audited.commits, entries=audited.entries)
    if not summary.is_clean:
        files = len({finding.path for finding in audited.findings})
        return summary_line(summary_of(audited.findings, files=files, entries=audited.entries))
    if audited.is_empty:
        return _("nothing was judged")
    if audited.unchecked:
        return _("nothing found; {n} could not be checked", n=len(audited.unchecked))
    return _("nothing found")


def audit_json(audited: Audited, *, encoding: str = "utf-8") -> str:
    """Findings and what was seen, for programs."""
    counts = Counter(finding.severity.value for finding in audited.findings)
    return document(
        {
            "schema": "cleanledger/audit-1",
            "findings": [record_of(finding) for finding in audited.findings],
            "unchecked": [each._asdict() for each in audited.unchecked],
            "commits": {
                commit: {"date": told.day.isoformat(), "author": told.author, "email": told.email}
                for commit, told in audited.told.items()
            },
            "summary": {
                "book": audited.book,
                "from": audited.first,
                "to": audited.last,
                "commits": audited.commits,
                "entries": audited.entries,
                "errors": counts["error"],
                "warnings": counts["warning"],
                "notes": counts["note"],
                "typists": dict(audited.typists.most_common()),
                "signatures": dict(sorted(audited.signatures.items())),
                "months_without": list(audited.months_without),
                "withdrawn": list(audited.withdrawn),
                "second_copy": audited.has_remote,
                "checkpoints": [each._asdict() for each in audited.checkpoints],
                "proof": audited.proof._asdict() if audited.proof else None,
                "closings": {day.isoformat(): n for day, n in sorted(audited.closings.items())},
                "not_proved": [_(each) for each in NOT_PROVED],
            },
        },
        encoding=encoding,
    )
