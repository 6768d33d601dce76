"""The older list that a ledger continues: which file it was, written on the cover once."""

import hashlib
from dataclasses import replace
from pathlib import Path

from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.cover import Cover
from cleanledger.model.source import Tree
from cleanledger.model.validate import validate
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import plain
from cleanledger.store.changeset import FileChange
from cleanledger.store.files import read_bytes
from cleanledger.store.library import read_file
from cleanledger.store.splice import Put, splice

_LIMIT = 1 << 30


def with_older_list(desk: Desk, ledger: str, file: Path) -> tuple[Desk, FileChange | None]:
    """The desk with `file` as the older list of `ledger`, and the change of its cover (None: it stands)."""
    try:
        content = read_bytes(file.resolve(), limit=_LIMIT)
    except FileNotFoundError:
        raise Refused(_("there is no file {path}", path=file)) from None
    digest = hashlib.sha256(content).hexdigest()
    cover = desk.setting.covers[ledger]
    if cover.adopted_from and cover.adopted_from.sha256 != digest:
        raise Refused(
            _("{ledger} continues another list: {file}", ledger=ledger, file=cover.adopted_from.file),
            _("name that file, or leave out --list"),
        )
    if cover.adopted_from:
        return desk, None
    path = desk.shelf.cover_path(ledger)
    read = read_file(path, desk.shelf.shown(path))
    stated: Tree = {"file": file.name, "sha256": digest, "date": plain(desk.today)}
    changed = splice(read.document, [Put(("adopted_from",), stated)], tuple(Cover.model_fields))
    after, _problems = validate(Cover, changed)
    covers = {**desk.setting.covers, **({ledger: after} if after else {})}
    change = FileChange(path, read.content, changed.text.encode())
    return replace(desk, setting=replace(desk.setting, covers=covers)), change
