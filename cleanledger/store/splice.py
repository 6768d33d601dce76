"""Edits of a YAML text that touch only the lines that must change; refused where that cannot be proved."""

from collections.abc import Mapping, Sequence

from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.source import Document, FieldPath, Tree
from cleanledger.store.changes import candidates
from cleanledger.store.edits import Append, Edit, NoSuchPlace, Put, Remove, apply, found, steps
from cleanledger.store.emitter import flow
from cleanledger.store.layout import Layout
from cleanledger.store.reader import read_document

__all__ = ["Append", "Edit", "EditRefused", "NoSuchPlace", "Put", "Remove", "apply", "found", "splice"]


class EditRefused(Refused):
    """The tool cannot make an edit without harm to the rest of the file, which is unchanged."""

    def __init__(self, document: Document, edit: Edit) -> None:
        line = document.place(edit.path).line
        super().__init__(
            _(
                "{path}, line {line}: the tool cannot make this change here; the file is unchanged",
                path=document.path,
                line=line,
            ),
            _("Mend the file first; what is wrong in it says: ledger check {path}", path=document.path)
            if document.problems
            else _("Open the file and do it by hand: {change}", change=_described(edit)),
        )


def splice(document: Document, edits: Sequence[Edit], key_order: Sequence[str] = ()) -> Document:
    """`document` with `edits` made in its text, one after the other, read again and compared.

    A new key of the outermost map goes after the nearest present one before it in `key_order`, else to the
    end (before `log` where that is last). A BOM does not outlive an edit. Raises `EditRefused` where a text
    was not read without fault, where a place does not exist, and where no edit of the text gives exactly the
    tree meant.
    """
    if not edits:
        return document
    if document.data is None or document.problems:
        raise EditRefused(document, edits[0])
    changed = document
    for edit in edits:
        changed = _edited(changed, edit, key_order)
    if changed.data != apply(document.data, edits):
        raise EditRefused(document, edits[0])
    return changed


def _edited(document: Document, edit: Edit, key_order: Sequence[str]) -> Document:
    data = document.data or {}
    try:
        small_edits = tuple(steps(data, edit))
    except NoSuchPlace:
        raise EditRefused(document, edit) from None
    for step in small_edits:
        document = _stepped(document, step, key_order)
    return document


def _stepped(document: Document, step: Edit, key_order: Sequence[str]) -> Document:
    meant: Mapping[str, Tree] = apply(document.data or {}, (step,))
    for text in candidates(Layout(document), step, key_order):
        changed = read_document(text.encode(), document.path)
        if changed.data == meant and not changed.problems:
            return changed
    raise EditRefused(document, step)


def _described(edit: Edit) -> str:
    place = _dotted(edit.path)
    if isinstance(edit, Remove):
        return _("delete {place}", place=place)
    if isinstance(edit, Append):
        return _("add to {place}: {value}", place=place, value=flow(edit.item))
    return _("write {place}: {value}", place=place, value=flow(edit.value))


def _dotted(path: FieldPath) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
