"""The text-typed values of every file: nothing is typed by YAML, each type here reads text itself."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_plain_validator_function

from cleanledger.i18n import N_
from cleanledger.model.ids import ENTRY_ID, LEDGER_ID, MAX_LEDGER_ID, POST, UNIT_CODE
from cleanledger.model.source import Plain

# Patterns are used with the types that they are of.
__all__ = ("ENTRY_ID", "LEDGER_ID", "MAX_LEDGER_ID", "POST", "UNIT_CODE")

FIRST_YEAR = 1900

# What a YAML 1.1 or 1.2 reader makes of a scalar without quotes, other than text.
_WORDS = re.compile(r"(?:~|null|true|false|yes|no|on|off|y|n|=|<<)?", re.IGNORECASE)
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
        raise wrong("date_form", N_("{value} is not a date of the form 2024-06-30"), value=text)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise wrong("date_value", N_("there is no day {value}"), value=text) from None
    if day.year < FIRST_YEAR:
        raise wrong("date_value", N_("{value} is before 1900"), value=text)
    return day


def _int(value: Any) -> int:
    text = _scalar(value)
    if not re.fullmatch(r"0|[1-9][0-9]{0,17}", text):
        raise wrong("int_form", N_("{value} is not a whole number"), value=text[:40])
    return int(text)


def _number(value: Any) -> Decimal:
    text = _scalar(value)
    if not re.fullmatch(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?", text):
        raise wrong("number_form", N_("{value} is not a plain decimal number"), value=text[:40])
    return Decimal(text)


def _bool(value: Any) -> bool:
    text = _scalar(value)
    if text not in ("true", "false"):
        raise wrong("bool_form", N_("{value} is neither true nor false"), value=text[:40])
    return text == "true"


class Reads:
    """Metadata of a value that `read` makes of the text; raises where it cannot.

    PlainValidator of pydantic looks at the signature of `read` for every field, at each start.
    """

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return no_info_plain_validator_function(self.read)


def _matching(pattern: str, message: str, longest: int) -> Reads:
    compiled = re.compile(pattern)

    def read(value: Any) -> str:
        text = _scalar(value)
        if not compiled.fullmatch(text) or len(text) > longest or typed_elsewhere(text):
            raise wrong("code_form", message, value=text[:80])
        return str(text)

    return Reads(read)


class words:  # noqa: N801 - reads as a word of the annotation: Annotated[str, words("a", "b")]
    """Metadata of a text that is one of `allowed`."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed

    def read(self, value: Any) -> str:
        """`value` where it is allowed; else raises."""
        text = _scalar(value)
        if text not in self.allowed:
            choices = ", ".join(self.allowed)
            raise wrong(
                "not_a_choice", N_("{value} is not one of: {choices}"), value=text[:40], choices=choices
            )
        return str(text)

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.allowed)}


def _typed(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


Line = Annotated[str, Reads(_line), WithJsonSchema({"type": "string", "minLength": 1})]
"""Text of one line."""
Text = Annotated[str, Reads(_text), WithJsonSchema({"type": "string", "minLength": 1})]
"""Text that may have line breaks."""
AsWritten = Annotated[str, Reads(_scalar), WithJsonSchema({"type": "string"})]
"""Text that may be a date: it is not asked for quotes."""
Date = Annotated[date, Reads(read_date), _typed(r"\d{4}-\d{2}-\d{2}")]
Int = Annotated[int, Reads(_int), WithJsonSchema({"type": "integer", "minimum": 0})]
Number = Annotated[Decimal, Reads(_number), WithJsonSchema({"type": "number"})]
Bool = Annotated[bool, Reads(_bool), WithJsonSchema({"type": "boolean"})]
Email = Annotated[
    str,
    _matching(r"[^@\s<>]+@[^@\s<>]+", N_("{value} is not an e-mail address"), 254),
    _typed(r"[^@\s<>]+@[^@\s<>]+"),
]
LedgerId = Annotated[
    str,
    _matching(
        LEDGER_ID,
        N_("{value} is not a ledger's id: capital letters, digits and hyphens, at most 40, e.g. ZG-2024"),
        MAX_LEDGER_ID,
    ),
    _typed(LEDGER_ID),
]
EntryId = Annotated[
    str,
    _matching(
        ENTRY_ID,
        N_("{value} is not an entry's id: a ledger's id, a hyphen, three digits or more, e.g. ZG-2024-031"),
        MAX_LEDGER_ID + 12,
    ),
    _typed(ENTRY_ID),
]
UnitCode = Annotated[
    str,
    _matching(
        UNIT_CODE,
        N_("{value} is not a code: capital letters, digits and hyphens, e.g. GDBH; no word like NO or ON"),
        40,
    ),
    _typed(UNIT_CODE),
]
PlanCode = Annotated[
    str,
    _matching(
        UNIT_CODE,
        N_("{value} is not a code: capital letters, digits, hyphens, e.g. ZX-2024-01; no word like NO or ON"),
        40,
    ),
    _typed(UNIT_CODE),
]
Post = Annotated[
    str,
    _matching(
        POST,
        N_(
            "{value} is not a post: small letters, digits and hyphens, e.g. gdbh-clerk; no word like no or on"
        ),
        60,
    ),
    _typed(POST),
]
Actor = Annotated[
    str,
    _matching(f"{POST}|{UNIT_CODE}", N_("{value} is neither a post nor a unit's code"), 60),
    _typed(f"({POST}|{UNIT_CODE})"),
]
Interval = Annotated[
    str,
    _matching(
        r"[1-9][0-9]{0,3} (day|days|week|weeks|month|months|year|years)",
        N_("{value} is not an interval such as: 6 months"),
        20,
    ),
    _typed(r"[1-9]\d{0,3} (days?|weeks?|months?|years?)"),
]
Sha256 = Annotated[
    str,
    _matching(r"[0-9a-f]{64}", N_("{value} is not a sha256: 64 hexadecimal digits"), 64),
    _typed(r"[0-9a-f]{64}"),
]
Code = Annotated[
    str,
    _matching(r"LG[0-9]{3}", N_("{value} is not a rule's code such as LG501"), 5),
    _typed(r"LG\d{3}"),
]
