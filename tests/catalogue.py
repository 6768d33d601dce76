"""The catalogue of Chinese messages: what must be in it; `make messages` brings it up to date."""

import ast
import importlib.util
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from cleanledger.checks.catalog import RULES
from cleanledger.reports.catalog import REPORTS

PACKAGE = Path(__file__).parent.parent / "cleanledger"
PO = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "cleanledger.po"
MO = PO.with_suffix(".mo")

# Where the text stands: `_` and `N_` take it first, `about` a field third; click asks for plurals as well.
KEYWORDS: Mapping[str, slice] = {
    "_": slice(0, 1),
    "N_": slice(0, 1),
    "ngettext": slice(0, 2),
    "about": slice(2, 3),
}
# Their messages reach our users, and only through our catalogue.
LIBRARIES = ("click", "typer")
UNUSED = ("typer/rich_utils.py",)  # our commands have rich_markup_mode=None
HEADER: Mapping[str, Any] = {
    "project": "cleanledger",
    "version": "1",
    "header_comment": "# The messages of cleanledger in Chinese. Collected by `make messages`.",
    "last_translator": "cleanledger",
    "language_team": "cleanledger",
    "msgid_bugs_address": "",
    "charset": "utf-8",
    "fuzzy": False,
}


def messages_in_code() -> Catalog:
    """Every text that a user may read: those of this package, of click and of typer."""
    texts = Catalog(**HEADER)
    for name, folder in _sources():
        for path in sorted(folder.rglob("*.py")):
            if (where := f"{name}/{path.relative_to(folder).as_posix()}") not in UNUSED:
                for text in _texts_in(path.read_text(encoding="utf-8")):
                    texts.add(text, locations=[(where, 0)])
    for name, text in (*_helps(), *_helps_of_reports(), *_pages()):
        texts.add(text, locations=[(name, 0)])
    return texts


def _texts_in(source: str) -> Iterator[str | tuple[str, ...]]:
    """What is marked in `source`. Babel would read no call inside of an f-string."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            place = KEYWORDS[node.func.id]
            values = [each.value for each in node.args[place] if isinstance(each, ast.Constant)]
            texts = tuple(value for value in values if isinstance(value, str) and value)
            if len(texts) == place.stop - place.start:
                yield texts if len(texts) > 1 else texts[0]


def _helps() -> Iterator[tuple[str, str]]:
    """The docstrings that are the help of a command: those of functions that take typer's context."""
    for path in sorted((PACKAGE / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (text := ast.get_docstring(node)):
                first = node.args.args[0].annotation if node.args.args else None
                if first is not None and ast.unparse(first) == "typer.Context":
                    yield f"{PACKAGE.name}/cli/{path.name}", text


def _helps_of_reports() -> Iterator[tuple[str, str]]:
    """The paragraphs of the docstrings that are the help of a report."""
    for report in REPORTS.values():
        path = report.build.__module__.replace(".", "/") + ".py"
        yield from ((path, text) for text in report.paragraphs)


def _pages() -> Iterator[tuple[str, str]]:
    """What the page of each rule says, and why the rule is there; its example is in no language."""
    for rule in RULES:
        yield f"{PACKAGE.name}/checks", rule.page.says
        yield f"{PACKAGE.name}/checks", rule.page.why


def _sources() -> Iterator[tuple[str, Path]]:
    yield PACKAGE.name, PACKAGE
    for name in LIBRARIES:
        found = importlib.util.find_spec(name)
        if found is not None and found.origin is not None:
            yield name, Path(found.origin).parent


def written() -> Catalog:
    """The catalogue as its translators left it."""
    if not PO.exists():
        return Catalog(locale="zh_CN", domain="cleanledger", **HEADER)
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN", domain="cleanledger")


def compiled(catalogue: Catalog) -> bytes:
    """What the `.mo` file of `catalogue` holds."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def texts_of(message: Message) -> tuple[str, ...]:
    """The message in English; the singular and the plural where there are two."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations_of(message: Message) -> tuple[str, ...]:
    """The message in Chinese; empty where nobody has translated it."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or [""])


def texts_of_mo(content: bytes) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Message and translation, without the header and its dates."""
    return {
        texts_of(message): translations_of(message) for message in read_mo(BytesIO(content)) if message.id
    }


def main() -> None:
    """Adds what is new, drops what is gone, compiles; says what is still to be translated."""
    catalogue = written()
    catalogue.update(messages_in_code(), no_fuzzy_matching=True, update_creation_date=False)
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        # No line numbers: a change of code far away would be a change here.
        write_po(file, catalogue, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False)
    MO.write_bytes(compiled(written()))
    for message in catalogue:
        if message.id and not all(translations_of(message)):
            print(f"not translated: {message.id}")


if __name__ == "__main__":
    main()
