"""JSON Schema (2020-12) of every file of a book, made from the models. Writes nothing.

A schema sees a file as a reader of YAML 1.2 does: numbers and booleans without quotes are such, dates are
text. It refuses nothing that `check` takes; what a log gives, or another file says, only `check` knows.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType, NoneType
from typing import Any, NamedTuple, get_args, get_origin

from pydantic.fields import FieldInfo

from cleanledger.i18n import N_, words_in
from cleanledger.model.book import FORMAT, Book
from cleanledger.model.cover import Cover
from cleanledger.model.deadlines.phrases import IMMEDIATE, UNDECIDED
from cleanledger.model.entry import (
    BOUNDS,
    DOING_KINDS,
    KEYS_OF_KINDS,
    REQUIRED_OF_KINDS,
    Entry,
    Evidence,
)
from cleanledger.model.log import COMMON_KEYS, KEYS_OF_VERBS, LogLine
from cleanledger.model.paths import model_at
from cleanledger.model.plans import CalendarFile, PlansFile
from cleanledger.model.record import Model
from cleanledger.model.scalars import NOT_A_CHOICE, Written, words
from cleanledger.model.units import UnitsFile
from cleanledger.model.verb_names import CHINESE
from cleanledger.model.vocabulary import WORDS

Schema = dict[str, Any]
Say = Callable[[str], str]
"""A message in the language of the schemas."""

_COLUMNS = 100
URN = "urn:cleanledger:"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class File(NamedTuple):
    """One kind of file of a book."""

    model: type[Model]
    title: str
    """As an `N_` text, like the next."""
    description: str
    places: str
    """Which files these are, as a pattern of paths relative to the folder of book.yaml."""


FILES: Mapping[str, File] = MappingProxyType(
    {
        "book": File(Book, N_("Book"), N_("The settings of the whole book."), "book.yaml"),
        "units": File(
            UnitsFile,
            N_("Units and people"),
            N_("The unit tree, and posts with their holders."),
            "units.yaml",
        ),
        "plans": File(
            PlansFile, N_("Plans"), N_("Plans over several years, and their themes."), "plans.yaml"
        ),
        "calendar": File(
            CalendarFile,
            N_("Calendar"),
            N_("Days off and make-up days that the program does not know yet."),
            "calendar.yaml",
        ),
        "ledger": File(
            Cover, N_("Cover of a ledger"), N_("What holds for one list as a whole."), "*/ledger.yaml"
        ),
        "entry": File(
            Entry,
            N_("Entry"),
            N_("One line of a list; which keys it may have depends on its kind."),
            "*/*-*.yaml",
        ),
    }
)
"""The files that have a schema, by the name of the schema."""


def file_name(name: str) -> str:
    """The file that a schema is written to."""
    return f"{name}.schema.json"


def identifier(name: str) -> str:
    """The `$id` of a schema: a name that nobody fetches."""
    return f"{URN}{name}-{FORMAT}"


def schema_text(name: str, language: str) -> str:
    """The schema `name` as a file holds it; titles and descriptions in `language`."""
    return _laid_out(schema_of(name, language)) + "\n"


def _laid_out(value: Any, indent: str = "", taken: int = 0) -> str:
    """`value` as JSON: on one line where it fits, else an item a line. `taken`: columns before it."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(indent) + taken + len(line) <= _COLUMNS:
        return line
    deeper = indent + "  "
    if isinstance(value, list):
        items = [_laid_out(item, deeper) for item in value]
    else:
        keys = {key: json.dumps(key, ensure_ascii=False) + ": " for key in value}
        items = [keys[key] + _laid_out(item, deeper, len(keys[key])) for key, item in value.items()]
    begin, end = "[]" if isinstance(value, list) else "{}"
    return f",\n{deeper}".join(items).join((f"{begin}\n{deeper}", f"\n{indent}{end}"))


def schema_of(name: str, language: str) -> Schema:
    """The schema of the files `name`; titles and descriptions in `language`."""
    file, say = FILES[name], words_in(language)
    parts = _Parts(say, language)
    body = parts.model(file.model)
    return {
        "$schema": DIALECT,
        "$id": identifier(name),
        "title": say(file.title),
        "description": say(file.description),
        **body,
        "$defs": dict(sorted(parts.defs.items())),
    }


class _Case(NamedTuple):
    """What holds where the key that decides has one value."""

    keys: frozenset[str]
    required: tuple[str, ...]
    besides: Mapping[str, Any] = MappingProxyType({})


# Said by what may not be: an editor would offer keys that are spoken of a second time.
_NOT_STANDING = {"enum": [False, "false"]}
_NO_DEADLINE = {"not": {"pattern": f"^(?:{UNDECIDED}$|{'|'.join(IMMEDIATE)})"}}
_DEADLINE: Schema = {
    "anyOf": [
        {"required": ["due"]},
        {"required": ["standing"], "not": {"properties": {"standing": _NOT_STANDING}}},
        {"required": ["due_text"], "not": {"properties": {"due_text": _NO_DEADLINE}}},
    ]
}

_CASES: Mapping[type[Model], tuple[str, Mapping[str, _Case]]] = MappingProxyType(
    {
        Entry: (
            "kind",
            {
                kind: _Case(keys, REQUIRED_OF_KINDS[kind], _DEADLINE if kind in DOING_KINDS else {})
                for kind, keys in KEYS_OF_KINDS.items()
            },
        ),
        LogLine: (
            "did",
            {
                verb: _Case(frozenset((*COMMON_KEYS, *keys.required, *keys.optional)), keys.required)
                for verb, keys in KEYS_OF_VERBS.items()
            },
        ),
    }
)
"""Models whose keys depend on the value of one of them: that key, and what holds for each value."""

_BESIDES: Mapping[type[Model], Schema] = MappingProxyType(
    {
        Evidence: {
            "anyOf": [{"required": ["path"]}, {"required": ["ref"]}],
            "not": {"required": ["path", "ref"]},
            "if": {"required": ["path"]},
            "then": {"required": ["sha256", "size"]},
        }
    }
)
"""What a model wants beyond the shape of each key."""


class _Parts:
    """Makes schemas of models; what more than one key refers to gathers in `defs`."""

    def __init__(self, say: Say, language: str) -> None:
        self.say = say
        self.chinese = language == "zh"
        self.defs: dict[str, Schema] = {}

    def model(self, model: type[Model]) -> Schema:
        """What a map of `model` is."""
        keys = {field.alias or name: self._field(field) for name, field in model.model_fields.items()}
        for (*above, key), (least, most) in BOUNDS.items():
            if model_at(Entry, tuple(above)) is model:
                keys[key] |= {"minimum": least} | ({} if most is None else {"maximum": most})
        required = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
        if model in _CASES:
            return self._dispatched(model, keys, required)
        return {
            "type": "object",
            **_must(required),
            "properties": keys,
            "additionalProperties": False,
            **_BESIDES.get(model, {}),
        }

    def _dispatched(self, model: type[Model], keys: Mapping[str, Schema], required: list[str]) -> Schema:
        """What a map of `model` is where the value of one key says which others it may have."""
        held = f"{model.__name__}Keys"
        self.defs[held] = {"properties": keys}
        deciding, cases = _CASES[model]

        def referred(key: str) -> Schema | bool:
            # Judged once, above: an editor would show the same fault twice.
            return True if key == deciding else {"$ref": f"#/$defs/{held}/properties/{key}"}

        return {
            "type": "object",
            "required": required,
            "properties": {deciding: {"$ref": f"#/$defs/{held}/properties/{deciding}"}},
            "allOf": [
                {
                    "if": {"properties": {deciding: {"const": value}}, "required": [deciding]},
                    "then": {
                        **_must(each for each in case.required if each not in required),
                        "properties": {key: referred(key) for key in keys if key in case.keys},
                        "additionalProperties": False,
                        **case.besides,
                    },
                }
                for value, case in cases.items()
            ],
        }

    def _field(self, field: FieldInfo) -> Schema:
        """What the value of a key is, and what the key is called."""
        extra = field.json_schema_extra
        chinese = extra.get("title_zh") if isinstance(extra, dict) else None
        default = field.default
        return {
            "title": chinese if self.chinese else field.title,
            "description": self.say(field.description or ""),
            **self._type(field.annotation, field.metadata),
            **({"default": default} if isinstance(default, str | int) else {}),
        }

    def _type(self, annotation: Any, metadata: Iterable[Any] = ()) -> Schema:
        """What a value of `annotation` is."""
        for each in metadata:
            if isinstance(each, Written):
                return self._scalar(each)
            if isinstance(each, words):
                return self._word(each.allowed)
        if hasattr(annotation, "__metadata__"):
            return self._type(annotation.__origin__, annotation.__metadata__)
        if isinstance(annotation, type) and issubclass(annotation, Model):
            if annotation.__name__ not in self.defs:
                self.defs[annotation.__name__] = {}  # its place, should it hold itself
                self.defs[annotation.__name__] = self.model(annotation)
            return {"$ref": f"#/$defs/{annotation.__name__}"}
        inner = [each for each in get_args(annotation) if each not in (NoneType, Ellipsis)]
        if get_origin(annotation) is tuple:
            return {"type": "array", "items": self._type(inner[0])}
        if get_origin(annotation) is dict:
            return {
                "type": "object",
                "propertyNames": {"pattern": r"\S"},
                "additionalProperties": self._type(inner[1]),
            }
        (only,) = inner  # of `X | None`: a key without a value is left out, and null refused
        return self._type(only)

    def _scalar(self, written: Written) -> Schema:
        self.defs[written.name] = {**written.shape, **self._message(written.message)}
        return {"$ref": f"#/$defs/{written.name}"}

    def _message(self, message: str, **facts: str) -> Schema:
        """What an editor says of any other value; it shows the value itself, so no message quotes it."""
        text = self.say(message).replace("“{value}”", "{value}") if message else ""
        return {"errorMessage": text.format(value=self.say(N_("this value")), **facts)} if text else {}

    def _word(self, allowed: tuple[str, ...]) -> Schema:
        described = [self._meaning(code, allowed) for code in allowed]
        told = {"enumDescriptions": described} if described != list(allowed) else {}
        wrong = self._message(NOT_A_CHOICE, choices=", ".join(allowed))
        return {"type": "string", "enum": list(allowed), **told, **wrong}

    def _meaning(self, code: str, among: tuple[str, ...]) -> str:
        """What `code` means, where codes of that kind have words of their own."""
        if table := next((each for each in WORDS if each.keys() >= set(among)), None):
            return self.say(table[code])
        return "、".join(CHINESE.get(code, (code,))) if self.chinese else code


def _must(keys: Iterable[str]) -> Schema:
    required = list(keys)
    return {"required": required} if required else {}
