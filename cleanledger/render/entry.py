"""One entry for people, and as JSON for programs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleanledger.i18n import _, language
from cleanledger.model.entry import Entry
from cleanledger.model.source import Document, Tree
from cleanledger.model.standing import Standing
from cleanledger.render.clean import clean
from cleanledger.render.json_text import Json, document
from cleanledger.render.origin import Origin, Target
from cleanledger.render.width import fold, width
from cleanledger.render.words import KINDS, SIGNALS, STATUSES, word

_WIDTH = 80
_APART = ("kind", "id", "title", "log")
_UNIT_KEYS = {"lead_unit", "units", "acceptance_unit", "party_branch", "held_by", "to"}


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
    fields = [(_title(key), _shown(key, value, origin)) for key, value in data.items() if key not in _APART]
    indent = max((width(title) for title, _text in fields), default=0) + 2
    for title, texts in fields:
        lines += _under(title, texts, indent, room)
    log = data.get("log")
    if isinstance(log, list):
        lines += ["", _("log"), *_log(log, room)]
    return "".join(f"{clean(line)}\n" for line in lines)


def _summary(data: Mapping[str, Tree], standing: Standing | None) -> Iterator[str]:
    parts = [word(KINDS, str(data.get("kind")))]
    if standing is not None and standing.status:
        parts.append(word(STATUSES, standing.status))
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


def _title(key: str) -> str:
    field = Entry.model_fields.get(key)
    if field is None:
        return key
    extra = field.json_schema_extra
    chinese = extra.get("title_zh") if isinstance(extra, dict) else None
    return str(chinese) if language() == "zh" and chinese else field.title or key


def _shown(key: str, value: Tree, origin: Origin) -> list[str]:
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [_flat(item) for item in value]
    items = value if isinstance(value, list) else [value]
    texts = [_named(key, item, origin) for item in items]
    return [", ".join(texts)] if isinstance(value, list) else texts


def _named(key: str, value: Tree, origin: Origin) -> str:
    text = _flat(value)
    if key == "status":
        return word(STATUSES, text)
    name = origin.names.get("unit", {}).get(text) if key in _UNIT_KEYS else None
    return f"{name} ({text})" if name else text


def _flat(value: Tree, skip: Iterable[str] = ()) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_flat(item)}" for key, item in value.items() if key not in skip)
    return ", ".join(_flat(item) for item in value) if isinstance(value, list) else str(value)


def _under(title: str, texts: Sequence[str], indent: int, room: int) -> Iterator[str]:
    head = title + " " * (indent - width(title))
    for text in texts:
        for paragraph in text.splitlines() or [""]:
            for line in fold(paragraph, max(room - indent, 20)):
                yield f"{head}{line}".rstrip()
                head = " " * indent


def _log(log: Sequence[Tree], room: int) -> Iterator[str]:
    indent = len(str(len(log))) + 2
    for number, line in enumerate(log, 1):
        facts = line if isinstance(line, dict) else {}
        text = f"{facts.get('date')} {facts.get('did')}  {_flat(facts, ('date', 'did'))}"
        yield from _under(f"{number:>{indent - 2}}", [text], indent, room)
