"""Numbers that two have given: one's own entry gives way to that of the others."""

import os
import re
from collections.abc import Collection

from cleanledger import git
from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.ids import ENTRY_ID
from cleanledger.operations.approving import Circumstances, approved
from cleanledger.operations.desk import Desk
from cleanledger.operations.exchange import Exchange, tree_of
from cleanledger.operations.numbers import taken_back, used_numbers
from cleanledger.operations.renumber import make_way, message_of
from cleanledger.operations.save import save
from cleanledger.store.library import entry_named, load_setting


def give_way(work: Exchange, tip: str) -> list[tuple[str, str]]:
    """Own entries whose number the other side has given, too, get the next that is free on both sides."""
    base = git.exchange.merge_base(work.repository, tip, work.head)
    trees = [tree_of(work, each) if each else {} for each in (base, work.head, tip)]
    old, own, theirs = (_entries_in(tree) for tree in trees)
    taken = [each for each in own if each not in old and each in theirs and own[each] != theirs[each]]
    done = []
    for entry_id in sorted(taken, key=lambda each: (each.rpartition("-")[0], int(each.rpartition("-")[2]))):
        new = _free(work, entry_id.rpartition("-")[0], theirs, tip)
        _renumber(work, entry_id, new)
        done.append((entry_id, new))
    return done


def _entries_in(tree: dict[str, git.Entry]) -> dict[str, str]:
    """The blob of each entry by its id."""
    return {
        id: entry.id
        for path, entry in tree.items()
        if (id := entry_named(path.rpartition("/")[2])) and re.fullmatch(ENTRY_ID, id)
    }


def _free(work: Exchange, ledger: str, theirs: Collection[str], tip: str) -> str:
    others = [*theirs, *taken_back(ledger, work.repository, tip)]
    numbers = {int(number) for owner, _hyphen, number in map(_parts, others) if owner == ledger}
    number = max(numbers | used_numbers(work.shelf, ledger, work.repository), default=0) + 1
    while os.path.lexists(work.shelf.evidence_folder(f"{ledger}-{number:03}")):
        number += 1
    return f"{ledger}-{number:03}"


def _parts(entry_id: str) -> tuple[str, str, str]:
    return entry_id.rpartition("-")


def _renumber(work: Exchange, entry_id: str, new: str) -> None:
    setting = load_setting(work.shelf).setting
    if setting is None:
        raise Refused(_("the book cannot be read"), _("ledger check shows what is wrong with it"))
    now = git.find_repository(work.shelf.folder) or work.repository
    desk = Desk(work.shelf, setting, now, "", work.today)
    moved = make_way(desk, entry_id, new)
    message = message_of(moved)
    allowed = approved(desk, moved.changes, message, Circumstances({entry_id: new}))
    save(work.shelf, now, allowed, message.text(work.language))
