"""The working paper of an audit, as an audit office files it: Markdown to print and to sign."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from tabulate import tabulate

from cleanledger.i18n import _
from cleanledger.model.audited import Audited
from cleanledger.model.checkpoint import grouped
from cleanledger.model.finding import Finding
from cleanledger.model.vocabulary import listed, word
from cleanledger.render.audit import NOT_PROVED, SHORT, SIGNATURES, proved, verdict
from cleanledger.render.clean import clean
from cleanledger.render.markdown import escaped, escaped_line
from cleanledger.render.words import SEVERITIES

_SHORT_VERSION = 16
Rows = Sequence[Sequence[str]]


class Circumstances(NamedTuple):
    """How an audit was made. `by`: who ran it, empty where git does not know."""

    day: date
    by: str
    program: str
    """Name and version."""
    rules: str
    """The version of the rules, as a hash."""
    range: str = ""
    """As it was asked for; empty: everything up to the last commit."""
    policy: str = ""
    """The auditor's own policy, by file and hash; empty: what held in the book."""
    signers: str = ""
    """The keys that were trusted, by file and hash."""
    checkpoint: str = ""
    """The digits of the last commit; empty where there are none."""


def working_paper(audited: Audited, made: Circumstances) -> str:
    """The whole paper in the language in use; nothing that stands in the book acts as Markdown or hides."""
    blocks = [
        "# " + _("Working paper of an audit"),
        _table((_("item"), _("content")), list(_facts(audited, made))),
        "## " + _("1. Conclusion"),
        _line(verdict(audited)),
        "## " + _("2. Findings"),
        *_findings(audited),
        "## " + _("3. What could not be checked"),
        *_unchecked(audited),
        "## " + _("4. What was seen"),
        *_seen(audited),
        "## " + _("5. What git cannot prove"),
        "\n".join(f"- {_line(_(each))}" for each in NOT_PROVED),
        "## " + _("6. Signatures"),
        _table((_("role"), _("signed by hand"), _("date")), [(_(role), "", "") for role in _signing()]),
    ]
    return "\n\n".join(blocks) + "\n"


def _signing() -> tuple[str, ...]:
    return _("auditor in charge"), _("second auditor"), _("unit audited")


def _facts(audited: Audited, made: Circumstances) -> Iterator[tuple[str, str]]:
    yield _("index number"), ""
    yield _("book"), audited.book
    yield _("range asked for"), made.range or _("all commits up to the last one")
    if not audited.is_empty:
        ends = ((audited.first, audited.begin), (audited.last, audited.end))
        yield _("commits from and to"), " – ".join(_commit(commit, day) for commit, day in ends)
    yield _("commits"), str(audited.commits)
    yield _("entries changed"), str(audited.entries)
    yield _("made by"), made.by or _("unknown to git")
    yield _("made on"), made.day.isoformat()
    yield _("program"), made.program
    yield _("version of the rules"), made.rules[:_SHORT_VERSION]
    yield _("policy"), made.policy or _("of the book, as it held before each commit")
    yield _("keys"), made.signers or _("none were named: no signature was verified")
    if made.checkpoint:
        yield _("digits of the last commit"), made.checkpoint
    if audited.proof:
        yield proved(audited.proof), grouped(audited.proof.digits)


def _commit(commit: str, day: date | None) -> str:
    return _("{commit} ({day})", commit=commit[:SHORT], day=day.isoformat()) if day else commit[:SHORT]


def _findings(audited: Audited) -> Iterator[str]:
    if not audited.findings:
        yield _("None.")
        return
    headings = (
        _("no."),
        _("entry"),
        _("finding"),
        _("severity"),
        _("commit"),
        _("date"),
        _("author"),
        _("place"),
    )
    # By entry; what is about none of them last. Of one entry in the order of its life.
    found = sorted(audited.findings, key=lambda each: (not each.entry, each.entry))
    yield _table(headings, [_finding(number, each, audited) for number, each in enumerate(found, 1)])


def _finding(number: int, finding: Finding, audited: Audited) -> tuple[str, ...]:
    told = audited.told.get(finding.commit)
    return (
        str(number),
        finding.entry or (_("the commit") if finding.commit else _("the repository")),
        f"{finding.code} {finding.message}",
        word(SEVERITIES, finding.severity),
        finding.commit[:SHORT],
        told.day.isoformat() if told else "",
        f"{told.author} <{told.email}>" if told else "",
        f"{finding.path}:{finding.line}" if finding.commit else finding.path,
    )


def _unchecked(audited: Audited) -> Iterator[str]:
    if not audited.unchecked:
        yield _("None.")
        return
    rows = []
    for each in audited.unchecked:
        told = audited.told.get(each.commit)
        day, author = (told.day.isoformat(), told.author) if told else ("", "")
        rows.append((each.commit[:SHORT], day, author, each.entry, each.reason))
    yield _table((_("commit"), _("date"), _("author"), _("entry"), _("why")), rows)


def _seen(audited: Audited) -> Iterator[str]:
    typists = [
        (post, audited.posts.get(post, ""), str(lines)) for post, lines in audited.typists.most_common()
    ]
    yield from _counted(_("Lines typed"), (_("post"), _("name"), _("lines")), typists)
    closings = [(day.isoformat(), str(number)) for day, number in sorted(audited.closings.items())]
    yield from _counted(_("Closings by day"), (_("date"), _("entries closed")), closings)
    signed = [(_(SIGNATURES[state]), str(number)) for state, number in sorted(audited.signatures.items())]
    yield from _counted(_("Signatures of commits"), (_("how signed"), _("commits")), signed)
    held = [
        (str(each.number), each.commit[:SHORT], grouped(each.digits), _(SIGNATURES[each.signature]))
        for each in audited.checkpoints
    ]
    headings = (_("no."), _("commit"), _("digits"), _("how signed"))
    yield from _counted(_("Checkpoints that hold"), headings, held)
    yield _titled(_("Months without a commit"), listed(audited.months_without) or _("none"))
    withdrawn = listed(each[:SHORT] for each in audited.withdrawn)
    yield _titled(_("Withdrawn at once"), withdrawn or _("none"))
    copy = (
        _("this repository knows of another")
        if audited.has_remote
        else _("none: this repository knows of no other")
    )
    yield _titled(_("Second copy"), copy)


def _counted(title: str, headings: Sequence[str], rows: Rows) -> Iterator[str]:
    if not rows:
        yield _titled(title, _("none"))
        return
    yield f"**{_cell(title)}**"
    yield _table(headings, rows)


def _titled(title: str, text: str) -> str:
    return f"**{_cell(title)}**" + _cell(_(": ") + text)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = [tuple(map(_cell, row)) for row in rows]
    return tabulate(cells, headers=tuple(map(_cell, headings)), tablefmt="pipe", disable_numparse=True)


def _cell(text: str) -> str:
    return escaped(clean(text, single_line=True))


def _line(text: str) -> str:
    return escaped_line(clean(text, single_line=True))
