"""The templates of a book's own letters: `templates/TYPE.md` beside book.yaml."""

import stat
from collections.abc import Collection, Iterator
from os import lstat
from pathlib import Path

from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.store.files import link_above, not_regular, read_bytes, safe_name
from cleanledger.store.shelf import Shelf, names_in

TEMPLATES = "templates"
_LIMIT = 1 << 20


def template_name(type_: str) -> str:
    """The file of the template for letters of a type."""
    return f"{safe_name(type_)}.md"


def read_template(shelf: Shelf, type_: str) -> tuple[str, str] | None:
    """The text and the path, as findings name it, of the book's own template; None where it has none."""
    path = shelf.folder / TEMPLATES / template_name(type_)
    if link := link_above(shelf.folder, path):
        raise not_regular(link)
    try:
        content = read_bytes(path, limit=_LIMIT)
    except FileNotFoundError:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(
            _("{path}, line {line}: this is not UTF-8", path=shelf.shown(path), line=line),
            _("save the file as UTF-8"),
        ) from error
    return text.replace("\r\n", "\n"), shelf.shown(path)


def stray_templates(shelf: Shelf, types: Collection[str] | None) -> Iterator[tuple[Path, bool]]:
    """What lies among the templates and is none, each with whether it is a regular file.

    `types`: the record types of letters; None: not known.
    """
    folder = shelf.folder / TEMPLATES
    known = None if types is None else set(map(template_name, types))
    for name in sorted(names_in(folder)) if folder.is_dir() and not folder.is_symlink() else ():
        if name.startswith("."):
            continue
        is_file = stat.S_ISREG(lstat(folder / name).st_mode)
        if not is_file or (known is not None and name not in known):
            yield folder / name, is_file
