"""One entry for people, and as JSON for programs."""

from collections.abc import Iterator, Mapping, Sequence

from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.source import Document, Tree
from cleanledger.model.standing import Standing
from cleanledger.model.vocabulary import kind_word, status_word, title_of, word
from cleanledger.render.clean import clean
from cleanledger.render.json_text import Json, document
from cleanledger.render.origin import Names, Origin, Target
from cleanledger.render.values import in_words, log_line
from cleanledger.render.width import fold, width
from cleanledger.render.words import SIGNALS

_WIDTH = 80
_APART = ("kind", "id", "title", "log")


def entry_json(shown: Sequence[tuple[Entry, Standing | None]], origin: Origin, target: Target) -> str:
    """Entries as in their files, numbers and booleans as such, with `signal` and `days` beside them."""
    rows = [
        {
            **_facts(entry),
            "signal": standing.signal if standing else None,
            "days": standing.days if standing else None,
        }
        for entry, standing in shown
    ]
    return document(
        {
            "schema": "cleanledger/entry-1",
            "book": origin.book,
            "as_of": origin.as_of.isoformat(),
            "tree": origin.tree,
            "commit": origin.commit,
            "notes": list(origin.notes),
            "rows": list[Json](rows),
        },
        encoding=target.encoding,
    )


def _facts(entry: Entry) -> dict[str, Json]:
    """The keys that stand in the file, in canonical order."""
    facts: dict[str, Json] = entry.model_dump(by_alias=True, exclude_unset=True, warnings=False)
    return facts


def entry_text(shown: Document, standing: Standing | None, origin: Origin, target: Target) -> str:
    """The entry with its fields under their titles, and its log with numbered lines."""
    data = shown.data or {}
    room = target.width or _WIDTH
    lines = [f"{data.get('id')}  {data.get('title')}", *_summary(data, standing), ""]
    kind = str(data.get("kind"))
    fields = [
        (title_of(key), _shown(key, value, origin.names, kind))
        for key, value in data.items()
        if key not in _APART
    ]
    indent = max((width(title) for title, _text in fields), default=0) + 2
    for title, texts in fields:
        lines += _under(title, texts, indent, room)
    log = data.get("log")
    if isinstance(log, list):
        lines += ["", _("log"), *_log(log, origin.names, kind, room)]
    return "".join(f"{clean(line)}\n" for line in lines)


def _summary(data: Mapping[str, Tree], standing: Standing | None) -> Iterator[str]:
    kind = str(data.get("kind"))
    parts = [kind_word(kind)]
    if standing is not None and standing.status:
        parts.append(status_word(standing.status, kind))
        if standing.signal != "none":
            parts.append(word(SIGNALS, standing.signal))
        if standing.days is not None and standing.due:
            parts.append(_days(standing))
    yield " · ".join(parts)


def _days(standing: Standing) -> str:
    if standing.signal == "red":
        return _("{n} days overdue", n=standing.days)
    if standing.signal == "waiting":
        return _("waiting for {n} days", n=standing.days)
    return _("{n} days left", n=standing.days)


def _shown(key: str, value: Tree, names: Names, kind: str) -> list[str]:
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [in_words(key, item, names, kind) for item in value]
    return [in_words(key, value, names, kind)]


def _under(title: str, texts: Sequence[str], indent: int, room: int) -> Iterator[str]:
    head = title + " " * (indent - width(title))
    for text in texts:
        for paragraph in text.splitlines() or [""]:
            for line in fold(paragraph, max(room - indent, 20)):
                yield f"{head}{line}".rstrip()
                head = " " * indent


def _log(log: Sequence[Tree], names: Names, kind: str, room: int) -> Iterator[str]:
    indent = len(str(len(log))) + 2
    for number, line in enumerate(log, 1):
        text = log_line(line if isinstance(line, dict) else {}, names, kind)
        yield from _under(f"{number:>{indent - 2}}", [text], indent, room)
