"""What was typed for a verb, as values: days, codes, ids, paths; what is missing is asked for."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.session import read_day
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.deadlines import Reading
from cleanledger.model.lifecycle import RESULTS_OF_VERBS
from cleanledger.model.vocabulary import (
    EFFECTS,
    FOUND_BY,
    LEVELS,
    OF_RECTIFICATIONS,
    RESULTS,
    STATUSES,
    field_name,
    log_field_name,
)
from cleanledger.operations.deadlines import as_fields, one_day, read_deadline
from cleanledger.operations.desk import Desk
from cleanledger.operations.naming import find_actor, find_entry, find_ledger, find_unit, find_word
from cleanledger.operations.options import Argument, Option, Takes
from cleanledger.operations.verbs import Verb, log_date

Shape = Option | Argument


def told(verb: Verb, desk: Desk, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, as values; what was not given is left out. A deadline stays as typed."""
    found = {}
    for shape in _shapes(verb):
        value = given.get(shape.key)
        # 0 is an answer.
        if value is not None and value is not False and value != []:
            found[shape.key] = _value(verb, desk, shape, value)
    return found


def required(verb: Verb, values: dict[str, Any], desk: Desk) -> dict[str, Any]:
    """`values` with everything asked for that the verb cannot do without; UsageError in a pipe."""
    for shape in _shapes(verb):
        if shape.key not in values and shape.required:
            values[shape.key] = asked(verb, desk, shape, values)
    if verb.begins and output.is_terminal_both_ways():
        for key in _asked_at_the_beginning(verb, desk, values):
            values[key] = asked(verb, desk, next(each for each in verb.options if each.key == key), values)
    if verb.begins and "ledger" in values:
        for key in _wanted_by_kind(desk, values):
            shape = next(each for each in verb.options if each.key == key)
            values[key] = asked(verb, desk, shape, values)
    return values


def with_deadline(verb: Verb, desk: Desk, values: Mapping[str, Any]) -> tuple[dict[str, Any], Reading | None]:
    """`values` with the day that the words of a deadline say, and the reading; None where none was told.

    `values` has the `ledger`. An entry's words count from the day of issue of its ledger, those of a later
    act or a record from its own day.
    """
    shape = next((each for each in verb.options if each.takes is Takes.DEADLINE), None)
    text = values.get(shape.key) if shape else None
    if shape is None or not isinstance(text, str):
        return dict(values), None
    reading = _reading(verb, desk, values, text)
    if verb.name in ("add", "adopt"):
        return {**values, "due": reading.due, "deadline": as_fields(reading)}, reading
    words = {} if reading.is_day else {"due_text": reading.text}
    return {**values, shape.key: one_day(reading), **words, "reading": reading}, reading


def counted_from(verb: Verb, desk: Desk, values: Mapping[str, Any]) -> date | None:
    """The day that the words of a deadline count from, typed as an option or in a field."""
    if verb.name in ("add", "adopt"):
        return desk.setting.issued_on(values.get("ledger", ""))
    return log_date(values, desk.today)


def _reading(verb: Verb, desk: Desk, values: Mapping[str, Any], text: str) -> Reading:
    return read_deadline(desk.setting, values.get("ledger", ""), counted_from(verb, desk, values), text)


def _shapes(verb: Verb) -> tuple[Shape, ...]:
    return (*verb.arguments, *verb.all_options)


def asked(verb: Verb, desk: Desk, shape: Shape, values: Mapping[str, Any]) -> Any:
    """The answer to what a verb has to be told beside `values`; UsageError that names it in a pipe."""
    name = shape.metavar if isinstance(shape, Argument) else shape.flags[0]

    def read(text: str) -> Any:
        if shape.takes is Takes.DEADLINE:
            _reading(verb, desk, values, text)
        return _value(verb, desk, shape, text)

    answer = ask(_(shape.help), name, read)
    return [answer] if shape.takes is Takes.TEXTS and isinstance(answer, str) else answer


def _asked_at_the_beginning(verb: Verb, desk: Desk, values: Mapping[str, Any]) -> list[str]:
    """What is asked for where the table says so; the older list only where the cover names none yet."""
    cover = desk.setting.covers.get(values.get("ledger", ""))
    groups = [group for group in verb.asks if not any(values.get(key) for key in group)]
    return [group[0] for group in groups if group[0] != "list" or not (cover and cover.adopted_from)]


def _wanted_by_kind(desk: Desk, values: Mapping[str, Any]) -> list[str]:
    """What an entry of this ledger needs and neither option nor `--set` nor the cover gives."""
    kind = desk.cover_kind(values["ledger"])
    cover = desk.setting.covers[values["ledger"]]
    set_keys = {text.partition("=")[0].strip() for text in values.get("changes") or ()}
    wanted = []
    if kind not in ("directive", "record") and not (
        "lead_unit" in values or "lead_unit" in set_keys or cover.defaults.lead_unit
    ):
        wanted.append("lead_unit")
    if kind in ("task", "rectification") and not (
        "due" in values or set_keys & {"due", "standing", "due_text"}
    ):
        wanted.append("due")
    return wanted


def _value(verb: Verb, desk: Desk, shape: Shape, value: Any) -> Any:
    reads = _READS.get(shape.takes)
    if reads:
        return reads(desk, value)
    if shape.takes is Takes.RESULT:
        words = {code: RESULTS[code] for code in RESULTS_OF_VERBS[verb.name]}
        return find_word(value, words, log_field_name("result"))
    if shape.takes in (Takes.TEXT, Takes.DEADLINE) and not value.strip():
        raise UsageError(_("{option} is empty", option=field_name(shape.key)))
    return value


def _level(desk: Desk, text: str) -> str:
    """A level by code or word, or as some cover prints it."""
    printed = {
        printed: code for cover in desk.setting.covers.values() for printed, code in cover.levels.items()
    }
    return printed.get(text.strip()) or find_word(text, LEVELS, field_name("level"))


def _units(desk: Desk, texts: Any) -> list[str]:
    parts = [
        part.strip()
        for text in ([texts] if isinstance(texts, str) else texts)
        for part in re.split("[,，、]", text)
    ]
    return list(dict.fromkeys(find_unit(desk.setting, part) for part in parts if part))


_READS: Mapping[Takes, Callable[[Desk, Any], Any]] = MappingProxyType(
    {
        Takes.DATE: lambda _desk, text: read_day(text),
        Takes.ACTOR: lambda desk, text: find_actor(desk.setting, text),
        Takes.FILE: lambda _desk, text: Path(text),
        Takes.FILES: lambda _desk, texts: [Path(each) for each in texts],
        Takes.UNIT: lambda desk, text: find_unit(desk.setting, text),
        Takes.UNITS: _units,
        Takes.ENTRY: lambda desk, text: find_entry(desk.shelf, text),
        Takes.ENTRIES: lambda desk, texts: [find_entry(desk.shelf, each) for each in texts],
        Takes.LEDGER: lambda desk, text: find_ledger(desk.shelf, desk.setting, text),
        Takes.LEVEL: _level,
        Takes.FOUND_BY: lambda _desk, text: find_word(text, FOUND_BY, field_name("found_by")),
        Takes.EFFECT: lambda _desk, text: find_word(text, EFFECTS, field_name("effect")),
        Takes.STATUS: lambda _desk, text: find_word(text, STATUSES, field_name("status"), OF_RECTIFICATIONS),
    }
)
