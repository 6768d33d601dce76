"""From the tree of a document to a model; what does not fit becomes problems with places."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.cover import KINDS
from cleanledger.model.entry import DOING_KINDS, KEYS_OF_KINDS, REQUIRED_OF_KINDS, Entry, has_deadline
from cleanledger.model.log import COMMON_KEYS, KEYS_OF_VERBS
from cleanledger.model.paths import keys_at, model_at
from cleanledger.model.record import Model
from cleanledger.model.source import Document, FieldPath, Problem, Tree
from cleanledger.model.vocabulary import field_name, kind_word, log_field_name, verb_word

M = TypeVar("M", bound=Model)

UNKNOWN_KEY = "LG103"
MISSING_KEY = "LG104"
WRONG_VALUE = "LG105"
WRONG_KIND = "LG106"
KEY_OF_OTHER_KIND = "LG108"
KEY_OF_OTHER_VERB = "LG110"
UNQUOTED = "LG010"


def validate(model: type[M], document: Document) -> tuple[M | None, list[Problem]]:
    """The model that `document` holds, or None and what is wrong with it."""
    if document.data is None:
        return None, []
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        return None, [_problem(each, model) for each in error.errors(include_url=False)]


def validate_entry(document: Document) -> tuple[Entry | None, list[Problem]]:
    """The entry that `document` holds; keys are judged by its kind and each log line's by its verb."""
    data = document.data
    if data is None:
        return None, []
    entry, problems = validate(Entry, document)
    problems += [*_judge_kind(data), *_judge_verbs(data)]
    if entry:
        problems += [*_judge_deadline(entry), *_judge_evidence(entry)]
    return (None if problems else entry), problems


def _judge_deadline(entry: Entry) -> Iterator[Problem]:
    if entry.kind in DOING_KINDS and not has_deadline(entry):
        yield Problem(
            _("there is no deadline"),
            code=MISSING_KEY,
            hint=_("add due: with a day, or standing: true, or due_text: 时限待定 where nobody has set one"),
        )


def _judge_evidence(entry: Entry) -> Iterator[Problem]:
    for index, item in enumerate(entry.evidence):
        where: FieldPath = ("evidence", index)
        if (item.path is None) == (item.ref is None):
            yield Problem(
                _("evidence is either a file (path) or paper held elsewhere (ref)"), where, code=WRONG_VALUE
            )
        elif item.path is not None:
            yield from (
                _missing(where, key, Entry) for key in ("sha256", "size") if getattr(item, key) is None
            )


def _judge_kind(data: Mapping[str, Tree]) -> Iterator[Problem]:
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return
    for key in data:
        if key in Entry.model_fields and key not in KEYS_OF_KINDS[kind]:
            yield Problem(
                _("{key} is not a key of a {kind}", key=field_name(key), kind=kind_word(kind)),
                (key,),
                code=KEY_OF_OTHER_KIND,
                at_key=True,
            )
    for key in REQUIRED_OF_KINDS[kind]:
        if key not in data and key not in ("kind", "id", "title"):
            yield _missing((), key, Entry)


def _judge_verbs(data: Mapping[str, Tree]) -> Iterator[Problem]:
    log = data.get("log")
    for index, line in enumerate(log if isinstance(log, list) else ()):
        if not isinstance(line, dict):
            continue
        verb = line.get("did")
        if not isinstance(verb, str) or verb not in KEYS_OF_VERBS:
            continue
        keys = KEYS_OF_VERBS[verb]
        allowed = {*COMMON_KEYS, *keys.required, *keys.optional}
        for key in line:
            if key not in allowed and key in _LOG_KEYS:
                yield Problem(
                    _(
                        "{key} is not a key of a log line that did {verb}",
                        key=log_field_name(key),
                        verb=verb_word(verb),
                    ),
                    ("log", index, key),
                    code=KEY_OF_OTHER_VERB,
                    at_key=True,
                )
        for key in keys.required:
            if key not in line:
                yield _missing(("log", index), key, Entry)


_LOG_KEYS = frozenset(key for keys in KEYS_OF_VERBS.values() for key in (*keys.required, *keys.optional)) | {
    *COMMON_KEYS
}


def _missing(where: FieldPath, key: str, model: type[Model]) -> Problem:
    here = model_at(model, where)
    return Problem(
        _("{key} is missing", key=field_name(key, here) if here else key),
        where,
        code=MISSING_KEY,
        hint=_("add the key {key}:", key=key),
    )


def _problem(error: Any, model: type[Model]) -> Problem:
    where = tuple(part for part in error["loc"])
    kind, facts = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return Problem(
            _("unknown key {key}", key=str(where[-1])[:80]),
            where,
            code=UNKNOWN_KEY,
            at_key=True,
            hint=_nearest(str(where[-1]), keys_at(model, where[:-1])),
        )
    if kind == "missing":
        return _missing(where[:-1], str(where[-1]), model)
    if kind == "quote_it":
        return Problem(
            _(facts["text"], **_facts(facts)),
            where,
            code=UNQUOTED,
            hint=_('put it in quotes: "{value}"', value=facts["value"]),
        )
    if "text" in facts:
        choices = facts.get("choices", "")
        hint = _nearest(str(facts.get("value", "")), choices.split(", ")) if choices else ""
        return Problem(_(facts["text"], **_facts(facts)), where, code=WRONG_VALUE, hint=hint)
    return Problem(_shape(kind), where, code=WRONG_VALUE)


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != "text"}


def _shape(kind: str) -> str:
    """Words for what pydantic says of the shape; these are the only kinds that our models can raise."""
    if kind in ("tuple_type", "iterable_type", "list_type"):
        return _("a list is wanted here: [a, b] or one item a line after a hyphen")
    if kind in ("model_type", "model_attributes_type", "dict_type", "mapping_type"):
        return _("a map is wanted here: key: value")
    return _("this value does not fit here")


def _nearest(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return _("did you mean {word}?", word=close[0]) if close else ""


def read_as(kind: object, text: str) -> str:
    """`text` where it is one of `kind` (UnitCode, Post, Email, …); UsageError that says what it is not."""
    reads = get_args(kind)[1]
    try:
        return str(reads.read(text))
    except PydanticCustomError as error:
        facts = dict(error.context or {})
        raise UsageError(_(str(facts.pop("text")), **facts)) from error
