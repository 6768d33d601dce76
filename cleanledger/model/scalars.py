"""The text-typed values of every file: nothing is typed by YAML, each type here reads text itself."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_plain_validator_function

from cleanledger.i18n import N_
from cleanledger.model.ids import ENTRY_ID, LEDGER_ID, MAX_LEDGER_ID, POST, UNIT_CODE
from cleanledger.model.source import Plain

# Patterns are used with the types that they are of.
__all__ = ("ENTRY_ID", "LEDGER_ID", "MAX_LEDGER_ID", "POST", "UNIT_CODE")

FIRST_YEAR = 1900

_WHOLE = "0|[1-9][0-9]{0,17}"
_DECIMAL = r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?"
_DATE_FORM = N_("{value} is not a date of the form 2024-06-30")
_INT_FORM = N_("{value} is not a whole number")
_NUMBER_FORM = N_("{value} is not a plain decimal number")
_BOOL_FORM = N_("{value} is neither true nor false")

# What a YAML 1.1 or 1.2 reader makes of a scalar without quotes, other than text.
_TYPED_WORDS = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
_WORDS = re.compile(f"(?:~|{'|'.join(_TYPED_WORDS)}|=|<<)?", re.IGNORECASE)
_NUMBERS = re.compile(
    r"""[-+]?(?:
        0b[01_]+ | 0o?[0-7_]+ | 0x[0-9a-f_]+
      | [0-9][0-9_]*(?::[0-9_]+)*(?:\.[0-9_.]*)?(?:e[-+]?[0-9]+)?
      | \.[0-9_][0-9_.]*(?:e[-+]?[0-9]+)?
      | \.inf
    ) | \.nan
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:t|[\ \t]+)[0-9].*)?""",
    re.IGNORECASE | re.VERBOSE,
)


def typed_elsewhere(text: str) -> bool:
    """Whether `text` without quotes is a number, boolean, null or date to some YAML reader."""
    return bool(_WORDS.fullmatch(text) or _NUMBERS.fullmatch(text))


def about(title: str, title_zh: str, description: str, key: str | None = None) -> Any:
    """The titles of a field in both languages, and what it holds: its shape, its unit, where it comes from.

    `key`: the YAML key, where Python does not let the field have that name (`from`).
    """
    return Field(alias=key, title=title, description=description, json_schema_extra={"title_zh": title_zh})


def wrong(kind: str, message: str, **facts: object) -> PydanticCustomError:
    """An error of a value; `message` is an `N_` text with `{placeholders}`, translated where it is shown."""
    return PydanticCustomError(
        kind, message.replace("{", "{{").replace("}", "}}"), {"text": message, **facts}
    )


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong("not_text", N_("one value is wanted here, not a list or a map"))
    return value


def _line(value: Any) -> str:
    text = _text(value)
    if "\n" in text or "\r" in text:
        raise wrong("line_break", N_("a line break may not stand here"))
    return text


def _text(value: Any) -> str:
    text = _scalar(value)
    if not text.strip():
        raise wrong("blank", N_("the text is empty"))
    if isinstance(value, Plain) and typed_elsewhere(text):
        raise wrong(
            "quote_it",
            N_("{value} without quotes is a number, date or boolean to other programs"),
            value=text,
        )
    return str(text)


def read_date(value: Any) -> date:
    """A date written YYYY-MM-DD, from 1900 on; anything else raises."""
    text = _scalar(value)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise wrong("date_form", _DATE_FORM, value=text)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise wrong("date_value", N_("there is no day {value}"), value=text) from None
    if day.year < FIRST_YEAR:
        raise wrong("date_value", N_("{value} is before 1900"), value=text)
    return day


def _int(value: Any) -> int:
    text = _scalar(value)
    if not re.fullmatch(_WHOLE, text):
        raise wrong("int_form", _INT_FORM, value=text[:40])
    return int(text)


def _number(value: Any) -> Decimal:
    text = _scalar(value)
    if not re.fullmatch(_DECIMAL, text):
        raise wrong("number_form", _NUMBER_FORM, value=text[:40])
    return Decimal(text)


def _bool(value: Any) -> bool:
    text = _scalar(value)
    if text not in ("true", "false"):
        raise wrong("bool_form", _BOOL_FORM, value=text[:40])
    return text == "true"


class Reads:
    """Metadata of a value that `read` makes of the text; raises where it cannot.

    PlainValidator of pydantic looks at the signature of `read` for every field, at each start.
    """

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return no_info_plain_validator_function(self.read)


class Written:
    """Metadata of how a value is written in a file, for the schemas: `name` there, its shape as JSON Schema.

    `message`: what is said of any other value; an `N_` text in which `{value}` may stand.
    """

    def __init__(self, name: str, shape: Mapping[str, Any], message: str) -> None:
        self.name = name
        self.shape = shape
        self.message = message

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: Any) -> dict[str, Any]:
        return dict(self.shape)


NOT_A_CHOICE = N_("{value} is not one of: {choices}")


class words:  # noqa: N801 - reads as a word of the annotation: Annotated[str, words("a", "b")]
    """Metadata of a text that is one of `allowed`."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed

    def read(self, value: Any) -> str:
        """`value` where it is allowed; else raises."""
        text = _scalar(value)
        if text not in self.allowed:
            choices = ", ".join(self.allowed)
            raise wrong("not_a_choice", NOT_A_CHOICE, value=text[:40], choices=choices)
        return str(text)

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.allowed)}


def _pattern(pattern: str, kind: str = "string") -> dict[str, Any]:
    """The shape of a text of `pattern`; `kind`: what other readers make of it where it has no quotes."""
    return {"type": kind if kind == "string" else [kind, "string"], "pattern": f"^(?:{pattern})$"}


class Matching(Written):
    """Metadata of a text that is wholly `pattern`, and no word that another reader types."""

    def __init__(self, name: str, pattern: str, message: str, longest: int) -> None:
        self.compiled = re.compile(pattern)
        self.longest = longest
        typed = [
            word for each in _TYPED_WORDS for word in (each, each.upper()) if self.compiled.fullmatch(word)
        ]
        besides = f"(?!(?:{'|'.join(typed)})$)" if typed else ""
        shape = {"type": "string", "maxLength": longest, "pattern": f"^{besides}(?:{pattern})$"}
        super().__init__(name, shape, message)

    def read(self, value: Any) -> str:
        """`value` where it is such a text; else raises."""
        text = _scalar(value)
        if not self.compiled.fullmatch(text) or len(text) > self.longest or typed_elsewhere(text):
            raise wrong("code_form", self.message, value=text[:80])
        return str(text)

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return no_info_plain_validator_function(self.read)


# The days that there are, from 1900 on, as far as a pattern can tell.
_YEAR = "(?:19|[2-9][0-9])[0-9]{2}"
_LEAP_YEAR = "(?:(?:19|[2-9][0-9])(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[3579][26])00)"
_DAY = (
    f"{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    f"|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP_YEAR}-02-29"
)

Line = Annotated[
    str,
    Reads(_line),
    Written(
        "Line",
        _pattern(r"[^\r\n]*\S[^\r\n]*"),
        N_("one line of text is wanted here; a number, true or false needs quotes to be text"),
    ),
]
"""Text of one line."""
Text = Annotated[
    str,
    Reads(_text),
    Written(
        "Text",
        {"type": "string", "pattern": r"\S"},
        N_("text is wanted here; a number, true or false needs quotes to be text"),
    ),
]
"""Text that may have line breaks."""
AsWritten = Annotated[
    str,
    Reads(_scalar),
    Written(
        "AsWritten",
        {"type": ["string", "number", "boolean"]},
        N_("one value is wanted here, not a list or a map"),
    ),
]
"""Text that may be a date: it is not asked for quotes."""
Date = Annotated[date, Reads(read_date), Written("Date", _pattern(_DAY), _DATE_FORM)]
Int = Annotated[int, Reads(_int), Written("Int", {**_pattern(_WHOLE, "integer"), "minimum": 0}, _INT_FORM)]
Number = Annotated[Decimal, Reads(_number), Written("Number", _pattern(_DECIMAL, "number"), _NUMBER_FORM)]
Bool = Annotated[bool, Reads(_bool), Written("Bool", _pattern("true|false", "boolean"), _BOOL_FORM)]
Email = Annotated[
    str,
    Matching("Email", r"[^@\s<>]+@[^@\s<>]+", N_("{value} is not an e-mail address"), 254),
]
LedgerId = Annotated[
    str,
    Matching(
        "LedgerId",
        LEDGER_ID,
        N_("{value} is not a ledger's id: capital letters, digits and hyphens, at most 40, e.g. ZG-2024"),
        MAX_LEDGER_ID,
    ),
]
EntryId = Annotated[
    str,
    Matching(
        "EntryId",
        ENTRY_ID,
        N_("{value} is not an entry's id: a ledger's id, a hyphen, three digits or more, e.g. ZG-2024-031"),
        MAX_LEDGER_ID + 12,
    ),
]
UnitCode = Annotated[
    str,
    Matching(
        "UnitCode",
        UNIT_CODE,
        N_("{value} is not a code: capital letters, digits and hyphens, e.g. GDBH; no word like NO or ON"),
        40,
    ),
]
PlanCode = Annotated[
    str,
    Matching(
        "PlanCode",
        UNIT_CODE,
        N_("{value} is not a code: capital letters, digits, hyphens, e.g. ZX-2024-01; no word like NO or ON"),
        40,
    ),
]
Post = Annotated[
    str,
    Matching(
        "Post",
        POST,
        N_(
            "{value} is not a post: small letters, digits and hyphens, e.g. gdbh-clerk; no word like no or on"
        ),
        60,
    ),
]
Actor = Annotated[
    str,
    Matching("Actor", f"{POST}|{UNIT_CODE}", N_("{value} is neither a post nor a unit's code"), 60),
]
Interval = Annotated[
    str,
    Matching(
        "Interval",
        r"[1-9][0-9]{0,3} (day|days|week|weeks|month|months|year|years)",
        N_("{value} is not an interval such as: 6 months"),
        20,
    ),
]
Sha256 = Annotated[
    str,
    Matching("Sha256", r"[0-9a-f]{64}", N_("{value} is not a sha256: 64 hexadecimal digits"), 64),
]
Code = Annotated[
    str,
    Matching("Code", r"LG[0-9]{3}", N_("{value} is not a rule's code such as LG501"), 5),
]
