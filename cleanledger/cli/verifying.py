"""`ledger audit --verify-pack`: whether a pack is what it says, without the repository that it came from."""

import re
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from cleanledger import git
from cleanledger.cli.asked import PROGRAM
from cleanledger.cli.packing import (
    AUDIT,
    BUNDLE,
    POLICY,
    REF,
    SIGNERS,
    Packing,
    beside_in,
    digits_at,
)
from cleanledger.errors import LedgerError, Refused
from cleanledger.exchange.pack import MANIFEST, MOST_BYTES, Members, manifest, opened, said_by, zipped
from cleanledger.history.program import rules_digest
from cleanledger.history.proofs import Kept
from cleanledger.i18n import LANGUAGES, _
from cleanledger.model.checkpoint import typed_digits
from cleanledger.render.working_paper import Circumstances
from cleanledger.store.files import NotARegularFile, TooLarge, read_bytes

_OF_PAPER = ("by", "program", "rules", "range", "policy", "signers")
_TEXTS = ("folder", "commit", "since", "language", "kept", "day", *_OF_PAPER)
_ID = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")


class Verified(NamedTuple):
    """What holds of a pack, what does not, and what is beside the question."""

    holds: tuple[str, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()


class _Facts(NamedTuple):
    """What a manifest says a pack was made from."""

    folder: str
    commit: str
    since: str
    language: str
    kept: str
    refs: dict[str, str]
    made: Circumstances


def verified(path: Path) -> Verified:
    """What there is to say of the pack in a file."""
    try:
        content = read_bytes(path, limit=MOST_BYTES)
    except (NotARegularFile, TooLarge) as error:
        raise Refused(_("{path} is no pack of an audit", path=path)) from error
    pack = opened(content)
    if pack.faults:
        return Verified((), pack.faults)
    said, faults = said_by(pack.members)
    holds = () if faults else (_("every file is what the manifest says: {n}", n=len(pack.members) - 1),)
    facts = _facts(said)
    if facts is None:
        return Verified(holds, tuple(dict.fromkeys((*faults, _("{name} cannot be read", name=MANIFEST)))))
    with tempfile.TemporaryDirectory(prefix="cleanledger-") as scratch:
        again = _made_again(pack.members, facts, Path(scratch))
    found = tuple(dict.fromkeys((*faults, *again.faults)))
    notes = (*_zips(content, pack.members), *_versions(facts), *again.notes)
    return Verified((*holds, *again.holds), found, notes)


def _zips(content: bytes, members: Members) -> Iterator[str]:
    if content != zipped(members):
        yield _("the zip itself is not as it was made: another program packed it anew, or added to it")


def _facts(said: dict[str, object]) -> _Facts | None:
    """What a manifest says; None where it is not said, or as no manifest of ours would."""
    told = {name: text for name in _TEXTS if isinstance(text := said.get(name), str)}
    if told.keys() != set(_TEXTS) or told["language"] not in LANGUAGES:
        return None
    folder = PurePosixPath(told["folder"])
    if folder.is_absolute() or ".." in folder.parts or str(folder) != told["folder"]:
        return None
    if not _ID.fullmatch(told["commit"]) or not (_ID.fullmatch(told["since"]) or not told["since"]):
        return None
    refs = said.get("refs")
    if not isinstance(refs, dict) or (told["kept"] and not typed_digits(told["kept"])):
        return None
    try:
        day = date.fromisoformat(told["day"])
    except ValueError:
        return None
    made = Circumstances(day=day, **{name: told[name] for name in _OF_PAPER})
    return _Facts(
        folder=told["folder"],
        commit=told["commit"],
        since=told["since"],
        language=told["language"],
        kept=told["kept"],
        refs=refs,
        made=made,
    )


def _versions(facts: _Facts) -> Iterator[str]:
    if (facts.made.program, facts.made.rules) != (PROGRAM, rules_digest()):
        yield _(
            "it was made by {other}, and this is {own}: rules may have changed since",
            other=f"{facts.made.program}, {facts.made.rules[:16]}",
            own=f"{PROGRAM}, {rules_digest()[:16]}",
        )


def _made_again(members: Members, facts: _Facts, scratch: Path) -> Verified:
    """The members made anew from the bundle, and which of them are not the same."""
    if BUNDLE not in members:
        return Verified((), ())
    (scratch / "git").mkdir()
    try:
        repository, refs = git.unbundled(members[BUNDLE], scratch / "git")
    except git.NoBundle as failure:
        message = _("{name} holds no whole history that is in order", name=BUNDLE)
        return Verified((), (git.with_words(message, failure.words),))
    if refs != facts.refs or refs.get(REF) != facts.commit:
        return Verified((), (_("{name} does not end with the commit that was audited", name=BUNDLE),))
    packing = Packing(
        repository=git.standing_on(repository, facts.commit),
        folder=facts.folder,
        commit=facts.commit,
        since=facts.since,
        language=facts.language,
        made=facts.made._replace(checkpoint=digits_at(repository, facts.folder, facts.commit)),
        kept=Kept("", facts.kept) if facts.kept else None,
        policy=_file(members, POLICY, scratch),
        signers=_file(members, SIGNERS, scratch),
        beside=beside_in(members.get(AUDIT, b"")),
    )
    try:
        made, exports = packing.members()
    except LedgerError as failure:
        return Verified((), (_("the audit cannot be made again: {why}", why=failure.message),))
    # Over the files as they are: what is wrong with one of them is said of that one.
    listed = {name: content for name, content in members.items() if name != MANIFEST}
    made = {**made, MANIFEST: manifest(listed, packing.facts(exports))}
    return _compared(members, made, packing)


def _file(members: Members, name: str, scratch: Path) -> Path | None:
    if name not in members:
        return None
    path = scratch / name
    path.write_bytes(members[name])
    return path


def _compared(members: Members, made: Members, packing: Packing) -> Verified:
    holds = [_("{name}: a whole history, every object of it in order", name=BUNDLE)]
    faults = []
    for name in sorted({*members, *made} - {BUNDLE}):
        if name not in made:
            faults.append(_("{name} is none of the files of such a pack", name=name))
        elif name not in members:
            faults.append(_("{name} is missing", name=name))
        elif members[name] != made[name]:
            faults.append(_("{name} is not what the history gives", name=name))
        elif name != MANIFEST:
            holds.append(_("{name}: made again from the history, it is the same", name=name))
    notes = []
    if packing.beside and packing.beside.findings:
        n = len(packing.beside.findings)
        notes.append(_("{n} findings are about the repository itself, which no bundle shows", n=n))
    return Verified(tuple(holds), tuple(faults), tuple(notes))
