"""LG5xx: evidence is there, unchanged, and of this entry."""

from collections.abc import Iterator

from cleanledger.checks.rule import Rule, Subject, Whole, book_rule, replayed, rule
from cleanledger.i18n import N_, _
from cleanledger.model.entry import Entry
from cleanledger.model.finding import Severity
from cleanledger.model.policy import size_in_bytes
from cleanledger.model.source import FieldPath, Problem

FOLDER = "evidence"


def lies_in_evidence(path: str) -> bool:
    """Whether `path` names a file under `evidence/`, written in the one plain way."""
    parts = path.split("/")
    return (
        len(parts) > 1
        and parts[0] == FOLDER
        and "\\" not in path
        and all(part not in ("", ".", "..") and ":" not in part for part in parts)
    )


@rule("LG502", "evidence-missing", hint=N_("put the file back; git still has it if it was ever committed"))
def evidence_missing(subject: Subject) -> Iterator[Problem]:
    """A file that is named as evidence is not there.

    Why: an end that was agreed to on the strength of a file rests on it for ever.

    Example:
        # RW-2024/RW-2024-002.yaml
        evidence:
          - path: evidence/RW-2024-002/制度.txt  # LG502
            sha256: c6f509d8…
            size: 40
    """
    for index, item in enumerate(subject.entry.evidence):
        if item.path and lies_in_evidence(item.path) and subject.evidence_file(item.path) is None:
            yield Problem(_("there is no file {path}", path=item.path), ("evidence", index, "path"))


@rule(
    "LG503", "evidence-changed", hint=N_("put the old file back, and add the new one as evidence of its own")
)
def evidence_changed(subject: Subject) -> Iterator[Problem]:
    """A file of evidence is not the one that was brought.

    Why: its sha256 and size were written down when it was.

    Example:
        # RW-2024/RW-2024-002.yaml
        evidence:
          - path: evidence/RW-2024-002/制度.txt
            sha256: c6f509d8…  # LG503
            size: 40
    """
    for index, item in enumerate(subject.entry.evidence):
        found = subject.evidence_file(item.path) if item.path and lies_in_evidence(item.path) else None
        if found and (found.size != item.size or found.sha256 not in (None, item.sha256)):
            key = "size" if found.size != item.size else "sha256"
            yield Problem(
                _("{path} is not the file that was brought", path=item.path),
                ("evidence", index, key),
            )


@rule("LG504", "evidence-too-large", hint=N_("keep it elsewhere and name it with --ref"))
def evidence_too_large(subject: Subject) -> Iterator[Problem]:
    """A file of evidence is larger than the policy allows.

    Why: git keeps every file for ever.

    Example:
        # RW-2024/RW-2024-002.yaml
        evidence:
          - path: evidence/RW-2024-002/制度.txt
            sha256: c6f509d8…
            size: 40  # LG504
        # book.yaml
          - {from: 2024-06-15, version: 2, evidence_max: 10}
    """
    policy_on = subject.setting.policy_of(subject.entry.ledger)
    for index, item in enumerate(subject.entry.evidence):
        most = policy_on(item.date).evidence_max
        if item.size is not None and item.size > size_in_bytes(most):
            yield Problem(
                _("{size} bytes are more than {most}", size=item.size, most=most),
                ("evidence", index, "size"),
            )


@rule("LG505", "evidence-outside", hint=N_("bring it with ledger evidence, which copies it there"))
def evidence_outside(subject: Subject) -> Iterator[Problem]:
    """A path of evidence does not lie under `evidence/`.

    Why: what lies elsewhere does not travel with the book, and may not be read by it.

    Example:
        # RW-2024/RW-2024-002.yaml
        log:
          …
          - {…, did: close, scan: evidence/../../会签单.pdf, …}  # LG505
    """
    for field, path in _paths(subject):
        if not lies_in_evidence(path):
            yield Problem(_("evidence lies under evidence/, written with /"), field)


def _paths(subject: Subject) -> Iterator[tuple[FieldPath, str]]:
    yield from (
        (("evidence", i, "path"), each.path) for i, each in enumerate(subject.entry.evidence) if each.path
    )
    yield from ((("log", i, "scan"), line.scan) for i, line in subject.lines if line.scan)


@book_rule(
    "LG506", "evidence-of-nothing", Severity.WARNING, hint=N_("name it with ledger evidence, or take it out")
)
def evidence_of_nothing(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A file lies under `evidence/` that no entry names.

    Why: it was left behind, or its entry lost the line that names it.

    Example:
        # RW-2024/RW-2024-002.yaml
        evidence:
          - path: evidence/RW-2024-002/制度.txt
        # evidence/RW-2024-002/草稿.txt  # LG506
    """
    named = {item.path for entry in whole.entries.values() for item in entry.evidence}
    # A line that was taken back still names what it brought.
    named |= {name for entry in whole.entries.values() for line in entry.log for name in line.evidence}
    named |= {line.scan for entry in whole.entries.values() for line in entry.log}
    for path in sorted(set(whole.evidence_files) - named):
        owner = path.split("/")[1]
        # Nobody knows what an entry names that cannot be read; that is said of the entry.
        if owner in whole.entries or owner not in whole.paths:
            yield path, Problem(_("no entry names {path}", path=path))


@rule("LG507", "evidence-not-listed", hint=N_("bring it with ledger evidence, or correct the line"))
def evidence_not_listed(subject: Subject) -> Iterator[Problem]:
    """A log line names evidence that the entry does not list.

    Why: what an act rested on must still be there to be seen.

    Example:
        # RW-2024/RW-2024-002.yaml
        evidence:
          - path: evidence/RW-2024-002/制度.txt
        …
        log:
          …
          - {…, did: submit, note: 已印发, evidence: [档案2024-17]}  # LG507
    """
    listed = {item.name for item in subject.entry.evidence}
    for index, line in subject.lines:
        for place, name in enumerate(line.evidence):
            if name not in listed:
                yield Problem(
                    _("{name} is not among the evidence", name=name), ("log", index, "evidence", place)
                )


@book_rule(
    "LG508",
    "evidence-shared",
    Severity.WARNING,
    hint=N_("bring what shows this entry, and not another"),
)
def evidence_shared(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """One file serves as evidence for two entries.

    Why: it may be right, but a file that is handed in everywhere shows nothing in particular.

    Example:
        # RW-2024/RW-2024-002.yaml
        evidence:
          - path: evidence/RW-2024-002/制度.txt
        # ZG-2024/ZG-2024-002.yaml
        evidence:
          - path: evidence/RW-2024-002/制度.txt  # LG508
            sha256: c6f509d8…
    """
    first: dict[str, str] = {}
    for entry in whole.entries.values():
        if entry.status == "void":
            continue
        origin = _origin(whole, entry)
        for index, item in enumerate(entry.evidence):
            other = first.setdefault(item.sha256, entry.id) if item.sha256 else entry.id
            if other != entry.id and _origin(whole, whole.entries[other]) != origin:
                yield entry.id, Problem(_("the same file is evidence of {id}", id=other), ("evidence", index))


def _origin(whole: Whole, entry: Entry) -> str:
    """The first of the entries that were carried on to `entry`, with their evidence: they are one."""
    seen = {entry.id}
    while (before := next((line.from_ for line in entry.log if line.from_), None)) and before not in seen:
        seen.add(before)
        if before not in whole.entries:
            return before
        entry = whole.entries[before]
    return entry.id


@rule("LG509", "scan-missing", hint=N_("bring it with ledger evidence"))
def scan_missing(subject: Subject) -> Iterator[Problem]:
    """The scan that a log line names is not there.

    Why: it is the paper behind an act that somebody else typed.

    Example:
        # RW-2024/RW-2024-002.yaml
        log:
          …
          - {…, did: close, scan: evidence/…/会签单.pdf, …}  # LG509
    """
    for index, line in subject.lines:
        if line.scan and lies_in_evidence(line.scan) and subject.evidence_file(line.scan) is None:
            yield Problem(_("there is no file {path}", path=line.scan), ("log", index, "scan"))


RULES: tuple[Rule, ...] = (
    replayed(
        "LG501",
        "too-little-evidence",
        """Done was claimed with less evidence of its round than the policy wants.

        Why: done is shown and not said; evidence of an earlier round shows the earlier work.

        Example:
            # RW-2024/RW-2024-002.yaml
            evidence:
              - path: evidence/RW-2024-002/制度.txt
                …
                round: 2
            …
            log:
              …
              - {date: 2024-06-20, by: gdbh-clerk, did: submit, …}  # LG501
        """,
        hint=N_("bring the evidence of this round with ledger evidence"),
    ),
    evidence_missing,
    evidence_changed,
    evidence_too_large,
    evidence_outside,
    evidence_of_nothing,
    evidence_not_listed,
    evidence_shared,
    scan_missing,
)
