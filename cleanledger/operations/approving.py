"""The rules on changes asked of what a command is about to write: the file as it is, and as it would be.

Whoever writes needs an `Approved`: there is no way round the rules but `unasked`, which says why.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from cleanledger import git
from cleanledger.checks.change import Batch, Change
from cleanledger.checks.rule import Rule
from cleanledger.checks.run import problems_of_batch, problems_of_change, stamp
from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.finding import Finding
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document, Problem
from cleanledger.model.validate import validate_entry
from cleanledger.model.vocabulary import verb_word
from cleanledger.operations.desk import Desk
from cleanledger.operations.refusal import RuledOut
from cleanledger.operations.revision import told_of, with_file
from cleanledger.operations.save import Approved, Message
from cleanledger.store.changeset import FileChange
from cleanledger.store.former_ids import with_renames
from cleanledger.store.library import BOOK_FILES, COVER, EVIDENCE, entry_named
from cleanledger.store.reader import read_document

Versions = Mapping[str, tuple[bytes | None, ...]]
"""What each side of a merge has of an entry, by its id."""


@dataclass(frozen=True)
class Circumstances:
    """What is to be known of a change beside its files.

    `renames`: the ids that become others. `sides`: of entries that two histories are joined in, what each
    of these has.
    """

    renames: Mapping[str, str] = field(default_factory=dict)
    sides: Versions = field(default_factory=dict)


def approved(
    desk: Desk,
    changes: Iterable[FileChange],
    message: Message,
    circumstances: Circumstances | None = None,
) -> Approved:
    """`changes`, which no rule on changes forbids; RuledOut where one finds an error in them.

    The warnings stand in what is given, each once.
    """
    made = tuple(changes)
    found = _Asked(desk, made, circumstances or Circumstances()).findings()
    errors = [finding for finding in found if finding.blocks]
    if errors:
        several = len({finding.entry for finding in errors}) > 1
        shown = [told_of(each) if several and each.entry else each for each in errors]
        name, subject = verb_word(message.action, message.kind), next(iter(message.subjects), "")
        raise RuledOut(_("{verb} {id} is refused", verb=name, id=subject).rstrip(), shown)
    return Approved(made, found)


class _Asked:
    """One change set, as the rules look at it."""

    def __init__(self, desk: Desk, changes: Sequence[FileChange], circumstances: Circumstances) -> None:
        self.desk = desk
        self.changes = changes
        self.renames = circumstances.renames
        self.sides = circumstances.sides
        self.documents: dict[str, Document] = {}
        self.settled = _setting_after(desk, changes)
        # Who answers is what they become; by which rules, what held before.
        policy = desk.setting.book.policy
        self.judge = self.settled
        if policy and policy != self.settled.book.policy:
            book = self.settled.book.model_copy(update={"policy": policy})
            self.judge = replace(self.settled, book=book)

    def findings(self) -> tuple[Finding, ...]:
        judged = tuple(self._changes())
        batch = Batch(self.desk.setting, self.settled, self.desk.today, judged)
        found = [
            self._stamped(change.id, rule, problem)
            for change in judged
            for rule, problem in problems_of_change(change)
        ]
        found += [self._stamped(key, rule, problem) for rule, key, problem in problems_of_batch(batch)]
        return tuple(sorted(found))

    def _stamped(self, key: str, rule: Rule, problem: Problem) -> Finding:
        entry = key if key in self.documents else ""
        return stamp(problem, self.documents.get(key) or Document(key), entry, rule)

    def _changes(self) -> Iterator[Change]:
        came = {new: old for old, new in self.renames.items()}
        texts = {entry: each for each in self.changes if (entry := self._entry_at(each.path))}
        for entry_id, each in texts.items():
            if entry_id in self.renames and each.after is None:
                continue
            former = texts.get(came.get(entry_id, ""))
            before = former.before if former else each.before
            yield self._change(entry_id, self.sides.get(entry_id, (before,)), each)

    def _change(self, entry_id: str, befores: Sequence[bytes | None], each: FileChange) -> Change:
        path = self.desk.shelf.shown(each.path)
        read = [self._entry(content, path) if content else None for content in befores]
        self.documents[entry_id] = (
            read_document(each.after, path) if each.after is not None else Document(path)
        )
        after = self._entry(each.after, path) if each.after is not None else None
        return Change(
            id=entry_id,
            parents=tuple(read),
            after=after,
            setting=self.judge,
            day=self.desk.today,
            email=self.desk.email,
            signature=self._signature(entry_id),
            was_taken_out=len(read) > 1 and not all(befores),
            swapped=frozenset(self._swapped(entry_id)),
        )

    def _entry(self, content: bytes, path: str) -> Entry | None:
        # On both sides: the texts of an entry keep its old id.
        document = read_document(with_renames(content, self.renames), path)
        return validate_entry(document)[0] if document.data is not None else None

    def _entry_at(self, path: Path) -> str:
        """The entry whose file this is; empty where it is none."""
        found = entry_named(path.name)
        return found if found and path == self.desk.shelf.entry_path(found) else ""

    def _swapped(self, entry_id: str) -> Iterator[str]:
        """The evidence of an entry that goes, or becomes another file."""
        owner = next((old for old, new in self.renames.items() if new == entry_id), entry_id)
        now = {self._beside(each.path): each for each in self.changes}
        for path, each in now.items():
            if not path.startswith(f"{EVIDENCE}/{owner}/") or each.before is None:
                continue
            moved = path.replace(owner, entry_id)
            there = now.get(moved, each)
            if there.after != each.before:
                yield moved

    def _beside(self, path: Path) -> str:
        folder = self.desk.shelf.folder
        return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""

    def _signature(self, entry_id: str) -> str:
        """`none` where the policy wants signed commits and git is not told to sign; else not known yet."""
        policy = self.judge.policy_of(entry_id.rpartition("-")[0])(self.desk.today)
        return "none" if policy.proof == "signed" and self._goes_unsigned else ""

    @cached_property
    def _goes_unsigned(self) -> bool:
        repository = self.desk.repository
        if repository is None or repository.busy or self.settled.book.git.commit == "never":
            return False
        return not git.signs(repository)


def _setting_after(desk: Desk, changes: Sequence[FileChange]) -> Setting:
    """The setting as it becomes; the same one where no file of the book or cover changes."""
    setting, shelf = desk.setting, desk.shelf
    for each in changes:
        if each.after is None:
            continue
        key = ""
        if each.path.parent == shelf.folder and each.path.name in BOOK_FILES:
            key = each.path.name
        elif each.path.name == COVER and each.path.parent.parent == shelf.folder:
            key = each.path.parent.name
        if key:
            setting = with_file(setting, key, read_document(each.after, shelf.shown(each.path)))
    return setting
