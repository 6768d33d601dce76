"""What happened to an entry as sentences, one for each happening."""

from collections.abc import Iterator, Mapping, Sequence

from cleanledger.i18n import N_, _, language
from cleanledger.model.entry import Entry
from cleanledger.model.happening import Happening
from cleanledger.model.log import LogLine
from cleanledger.model.source import Tree
from cleanledger.model.vocabulary import title_of, verb_word
from cleanledger.render.clean import clean
from cleanledger.render.json_text import Json, document
from cleanledger.render.origin import Names, Origin, Target
from cleanledger.render.values import in_words
from cleanledger.render.width import fold

SHORT = 7
SIGNATURES: Mapping[str, str] = {
    "valid": N_("signature valid"),
    "invalid": N_("signature not valid"),
    "unknown": N_("signature not verified"),
    "none": N_("not signed"),
}
"""What the signature of a commit is worth, in a sentence."""

_UNTOLD: Mapping[str, str] = {
    "gone": N_("the file was taken out"),
    "rewritten": N_("lines of the log were cut or rewritten: {note}"),
    "unreadable": N_("this version cannot be read: {note}"),
    "merged": N_("two sides were merged"),
    "dropped": N_("a merge left out lines of one side: {note}"),
    "made-up": N_("a merge changed {field}, as none of its sides has it"),
    "withdrawn": N_("took back at once what was typed just before"),
    "renumbered": N_("renumbered: {was} → {now}"),
    "rule": N_("{note}: {field} {was} → {now}"),
    "hand": N_("changed by hand: {field} {was} → {now}"),
}
_ASIDE = (
    "date",
    "by",
    "did",
    "actor",
    "entered",
    "doc",
    "meeting",
    "scan",
    "was",
    "to",
    "now",
    "field",
    "of",
)
_PAPERS = ("doc", "meeting", "scan")


def sentence(happening: Happening, names: Names, kind: str) -> str:
    """One happening in a sentence of the language that is set."""
    version = _("version {id}", id=happening.commit[:SHORT])
    end = _("; ").join((version, _(SIGNATURES[happening.signature])))
    if happening.what == "line":
        return _of_line(happening, names, kind) + _("; ") + end
    facts = {
        "field": _field(happening),
        "was": _value(happening.field, happening.was, names, kind),
        "now": _value(happening.field, happening.now, names, kind),
        "note": happening.note,
    }
    who = f"{happening.time.date().isoformat()} {happening.author}"
    return f"{who}{_(': ')}{_(_UNTOLD[happening.what], **facts)}{_('; ')}{end}"


def _field(happening: Happening) -> str:
    if happening.what == "rule":
        return happening.field
    return _label(happening.field) if happening.field else ""


def _label(field: str) -> str:
    """What a field is called on a form; in English by its key."""
    top = field.partition(".")[0]
    model = LogLine if top in LogLine.model_fields else Entry
    return title_of(top, model) + field[len(top) :] if language() == "zh" else field


def _value(field: str, value: Tree | None, names: Names, kind: str) -> str:
    return _("none") if value in (None, [], "") else in_words(field, value, names, kind)


def _of_line(happening: Happening, names: Names, kind: str) -> str:
    line = happening.line
    told = _("; ").join(_told(happening, names, kind))
    return f"{line.get('date')} {_who(line, names)}{_(': ')}{told}"


def _who(line: Mapping[str, Tree], names: Names) -> str:
    """Whose act it is; in brackets who typed it, when, and on what paper."""
    by, actor = str(line.get("by")), line.get("actor")
    asides = [_("typed by {name}", name=_named(by, names))] if actor else []
    if line.get("entered"):
        asides.append(_("entered on {day}", day=line["entered"]))
    asides += [_("by {paper}", paper=str(line[key])) for key in _PAPERS if line.get(key)]
    return _named(str(actor or by), names) + (
        _(" ({remarks})", remarks=_("; ").join(asides)) if asides else ""
    )


def _named(code: str, names: Names) -> str:
    return names.get("post", {}).get(code) or names.get("unit", {}).get(code) or code


def _told(happening: Happening, names: Names, kind: str) -> Iterator[str]:
    line = happening.line
    did = str(line.get("did"))
    yield verb_word(did, kind)
    if did == "extend":
        yield f"{_label('due')} {line.get('was', _('none'))} → {line.get('to')}"
        if happening.nth:
            yield _("extension {n} of the round", n=happening.nth)
        elif not line.get("refused_by"):
            yield _("asked for")
    elif isinstance(meant := line.get("of"), Mapping):
        yield _(
            "meant is {verb} of {day}", verb=verb_word(str(meant.get("did")), kind), day=meant.get("date")
        )
    elif line.get("field"):
        field = str(line["field"])
        was, now = (_value(field.partition(".")[0], line.get(key), names, kind) for key in ("was", "now"))
        yield f"{_label(field)} {was} → {now}"
    for key, value in line.items():
        if key not in _ASIDE or (key == "to" and did != "extend"):
            yield f"{_label(key)} {in_words(key, value, names, kind, LogLine)}"


def sentences_text(
    happenings: Sequence[Happening], names: Names, kind: str, *, room: int | None = None
) -> str:
    """A sentence for each, the earliest first; folded to `room` where there is one, else each on one line."""
    lines = (clean(sentence(each, names, kind), single_line=True) for each in happenings)
    return "".join(f"{line}\n" for each in lines for line in (_folded(each, room) if room else (each,)))


def _folded(text: str, room: int) -> Iterator[str]:
    first, *more = fold(text, room)
    yield first
    yield from (f"  {line}" for part in more for line in fold(part, room - 2))


def history_json(happenings: Sequence[Happening], kind: str, origin: Origin, target: Target) -> str:
    """The happenings for programs, each with its sentence."""
    rows: list[Json] = [
        {
            "commit": each.commit,
            "date": each.time.date().isoformat(),
            "author": each.author,
            "email": each.email,
            "signature": each.signature,
            "what": each.what,
            "line": dict(each.line),
            "field": each.field,
            "was": each.was,
            "now": each.now,
            "sentence": sentence(each, origin.names, kind),
        }
        for each in happenings
    ]
    return document(
        {
            "schema": "cleanledger/history-1",
            "book": origin.book,
            "as_of": origin.as_of.isoformat(),
            "tree": origin.tree,
            "commit": origin.commit,
            "notes": list(origin.notes),
            "rows": rows,
        },
        encoding=target.encoding,
    )
