"""Crimes about who may do what, and about how a commit shows who did it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from cleanledger.model.source import Tree
from tests.crimes.against_entries import DOING, FOUND, OPEN, VERIFIED, Crime, line, lines
from tests.crimes.honest import Story
from tests.crimes.joined import rules


def _claimed(story: Story, ledger: str, unit: str, submitter: str, **own: Any) -> str:
    """A new entry that is claimed as done."""
    added = story.add(ledger, unit, **own)
    story.commit("jgdw-clerk", "add")
    story._submit(added, submitter)
    story.write(added)
    story.commit(submitter, "submit")
    return added


def _ended_by(ledger: str, submitter: str, did: str, ender: str, **own: Any) -> Crime:
    """Claimed by one, then verified or closed by `ender`."""

    def crime(story: Story) -> str:
        added = _claimed(story, ledger, "GDBH", submitter, **own)
        status = {"verify": "verified", "close": "closed"}[did]
        return line(story, added, ender, did, opinion="同意", status=status)

    return crime


def _by_stranger(did: str, **own: Tree) -> Crime:
    def crime(story: Story) -> str:
        stranger = "kq-clerk" if story.clerk(OPEN) == "gdbh-clerk" else "gdbh-clerk"
        return line(story, OPEN, stranger, did, **own)

    return crime


def _under(proof: str, entry_id: str, did: str, *, author: str = "", **own: Tree) -> Crime:
    def crime(story: Story) -> str:
        rules(story, proof=proof)
        post = story.clerk(entry_id)
        line(story, entry_id, post, did, author=author or post, **own)
        story.signing = story.keys if proof == "signed" else {}
        return entry_id

    return crime


def _badly_signed(how: Callable[[Story, str], None]) -> Crime:
    """Signed, but not by a key that counts."""

    def crime(story: Story) -> str:
        rules(story, proof="signed")
        post = story.clerk(OPEN)
        story.line(OPEN, post, "progress", note="办")
        story.write(OPEN)
        how(story, post)
        story.signing = story.keys
        return OPEN

    return crime


def _by_unknown_key(story: Story, post: str) -> None:
    story.signing = {post: story.keys["unknown"]}
    story.commit(post)


def _by_signature_of_another(story: Story, post: str) -> None:
    """The signature of an honest commit stands on one that is not."""
    story.commit(post)
    unsigned = story.tip.commit
    honest = story.writer.signed(unsigned, story.keys[post], story.stamp("stranger"), "honest")
    made = story.writer.with_signature_of(unsigned, honest)
    story.commits.add(made)
    story.tip = story.tip._replace(commit=made)


def _grants(**own: str) -> Crime:
    """An extension that is granted by hand, as `own` says."""

    def crime(story: Story) -> str:
        entry = story.entries[OPEN]
        until = (date.fromisoformat(entry["due"]) + timedelta(days=30)).isoformat()
        said = {"was": entry["due"], "to": until, "reason": "同意", "approved_by": "leader"} | own
        story.line(OPEN, "jgdw-clerk", "extend", **said)["due"] = until
        story.write(OPEN)
        story.commit("jgdw-clerk")
        return OPEN

    return crime


def _decided_for_oneself(verb: str) -> Crime:
    """One human in two posts asks in the one and approves in the other."""

    def crime(story: Story) -> str:
        added = story.add("RW-2024", "GDBH")
        story.commit("jgdw-clerk", "add")
        entry = story.entries[added]
        if verb == "extend":
            story.commit(story.act(added, "ask"), "ask")
            ask = entry["log"][-1]
            own = {"was": ask["was"], "to": ask["to"], "reason": "同意", "doc": "批1"}
            story.line(added, "jgdw-clerk", "extend", approved_by="gdbh-chief", **own)["due"] = ask["to"]
            author = "jgdw-clerk"
        elif verb == "amend":
            author, was = "gdbh-clerk", entry["goal"]
            own = {"field": "goal", "was": was, "now": "完成大半", "reason": "细化"}
            story.line(added, author, "amend", approved_by="gdbh-chief", **own)["goal"] = "完成大半"
        else:
            author = "gdbh-clerk"
            story.line(added, author, "void", reason="重复", approved_by="gdbh-chief")["status"] = "void"
        story.write(added)
        story.commit(author, verb)
        return added

    return crime


def _within_lead_unit(ledger: str, closer: str) -> Crime:
    """The rules of today want another unit to close."""

    def crime(story: Story) -> str:
        kind = {"RW-2024": "task", "ZG-2024": "rectification"}[ledger]
        own = {**story.book["policy"][-1][kind], "reviewer": "other_unit"}
        rules(story, **{kind: own})
        added = _claimed(story, ledger, "GDBH", "gdbh-clerk")
        if ledger == "ZG-2024":
            story.commit(story.act(added, "verify"), "verify")
        return line(story, added, closer, "close", opinion="同意", status="closed")

    return crime


def _owned_by(entry_id: str, owner: str) -> Crime:
    def crime(story: Story) -> str:
        story.line(entry_id, "jgdw-clerk", "set", field="owner", now=owner, reason="分工")["owner"] = owner
        story.write(entry_id)
        story.commit("jgdw-clerk", "set")
        return entry_id

    return crime


NEED_KEYS = ("LG703", (2, 3))
"""The ways of a code that only those see who say which keys count."""
CRIMES: dict[str, tuple[Crime, ...]] = {
    "LG701": (
        _ended_by("RW-2024", "gdbh-head", "close", "gdbh-head"),
        _ended_by("RW-2024", "gdbh-clerk", "close", "gdbh-deputy"),
        _ended_by("ZG-2024", "gdbh-head", "verify", "gdbh-head", acceptance_unit="GDBH"),
        _ended_by("ZG-2024", "gdbh-clerk", "verify", "gdbh-deputy", acceptance_unit="GDBH"),
    ),
    "LG702": (
        lines(OPEN, "auditor", "progress", note="查过"),
        _by_stranger("progress", note="代办"),
        _by_stranger("start", status="doing"),
        lines(FOUND, "auditor", "start", status="doing"),
        lines(DOING, "leader", "progress", note="亲自办"),
        _grants(approved_by="gdbh-head", doc="延期1"),
    ),
    "LG703": (
        _under("signed", OPEN, "progress", note="办"),
        _under("signed", FOUND, "start", status="doing"),
        _badly_signed(_by_unknown_key),
        _badly_signed(_by_signature_of_another),
    ),
    "LG704": (
        _under("author", OPEN, "progress", note="办", author="jgjw-head"),
        _under("author", FOUND, "start", status="doing", author="jgdw-clerk"),
        _under("author", DOING, "progress", note="办", author="stranger"),
    ),
    "LG705": (
        lines(OPEN, "jgdw-clerk", "progress", note="代录", actor="leader"),
        lines(VERIFIED, "jgdw-clerk", "close", opinion="同意", actor="jgjw-head", status="closed"),
        _grants(),
    ),
    "LG706": tuple(map(_decided_for_oneself, ("extend", "amend", "void"))),
    "LG707": (
        _ended_by("ZG-2024", "gdbh-clerk", "verify", "gdbh-head"),
        _ended_by("ZG-2024", "gdbh-clerk", "verify", "jgjw-head", acceptance_unit="GDBH"),
    ),
    "LG708": (
        _within_lead_unit("RW-2024", "gdbh-head"),
        _within_lead_unit("ZG-2024", "gdbh-head"),
    ),
    "LG709": (_owned_by(OPEN, "jgjw-head"), _owned_by(FOUND, "auditor"), _owned_by(DOING, "leader")),
}
