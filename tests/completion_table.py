"""The table that completion reads, made from the commands and the tables of the program."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "zh")


def made() -> dict[str, Any]:
    """The table as it should be. Each language is a process: help is translated while a command is built."""
    facts = []
    for language in LANGUAGES:
        command = [sys.executable, "-m", "tests.completion_table", language]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
        facts.append(json.loads(done.stdout))
    merged: dict[str, Any] = _merged(*facts)
    return merged


def text_of(table: Mapping[str, Any]) -> str:
    """The table as a file: one line for each parameter and word."""
    return "".join(_lines(table, 0)) + "\n"


def _lines(value: Any, depth: int) -> Iterator[str]:
    pad, close = " " * (depth + 1), " " * depth
    if isinstance(value, Mapping) and not _is_leaf(value):
        yield "{\n"
        for place, (key, each) in enumerate(value.items()):
            yield (",\n" if place else "") + f"{pad}{json.dumps(key, ensure_ascii=False)}: "
            yield from _lines(each, depth + 1)
        yield f"\n{close}}}"
    elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        yield "[\n"
        yield ",\n".join(pad + json.dumps(each, ensure_ascii=False) for each in value)
        yield f"\n{close}]"
    else:
        yield json.dumps(value, ensure_ascii=False)


def _is_leaf(value: Mapping[str, Any]) -> bool:
    return all(isinstance(each, str) for each in value.values())


def _merged(english: Any, chinese: Any) -> Any:
    """What both say once; texts in both languages, metavars in English."""
    if isinstance(english, dict) and english.keys() == {"text"}:
        return {"en": english["text"], "zh": chinese["text"]}
    if isinstance(english, dict):
        return {
            key: each if key == "metavar" else _merged(each, chinese[key]) for key, each in english.items()
        }
    if isinstance(english, list):
        return [_merged(*both) for both in zip(english, chinese, strict=True)]
    if english != chinese:
        raise ValueError(f"not the same in both languages: {english!r}, {chinese!r}")
    return english


def facts_in(language: str) -> dict[str, Any]:
    """What is to be known, its texts in `language`."""
    from cleanledger import i18n

    i18n.use(language)
    from cleanledger.cli.app import _program
    from cleanledger.cli.commands import OFFERED
    from cleanledger.cli.help import first_sentence

    program = _program()
    context = program.context_class(program, info_name="ledger", **program.context_settings)
    found = _command("", program, context)
    found["commands"] = {
        name: _command(name, program.get_command(context, name), context)
        | {"help": {"text": first_sentence(i18n._(offered.summary))}}
        for name, offered in OFFERED.items()
    }
    return found | {"words": {key: list(each) for key, each in _words().items()}}


def _command(name: str, command: Any, parent: Any) -> dict[str, Any]:
    import click

    from cleanledger.cli.help import first_sentence, restore_help
    from cleanledger.model.lifecycle import MOVES
    from cleanledger.model.verb_names import CHINESE

    restore_help(command)
    context = type(parent)(command, info_name=name, parent=parent)
    parameters = command.get_params(context)
    facts = {
        "chinese": list(CHINESE.get(name, ())),
        "help": {"text": first_sentence(command.help or "")},
        # Those of the whole program stand with it alone.
        "parameters": [
            _parameter(each) for each in parameters if not (getattr(each, "hidden", False) and name)
        ],
    }
    if kinds := [kind for kind, verb in MOVES if verb == name and parent.info_name == "ledger"]:
        facts["kinds"] = kinds
    if isinstance(command, click.Group) and name:
        facts["commands"] = {
            each: _command(each, command.get_command(context, each), context)
            for each in command.list_commands(context)
        }
    return facts


def _parameter(parameter: Any) -> dict[str, Any]:
    import click

    facts: dict[str, Any] = {"key": parameter.name.rstrip("_")}
    if isinstance(parameter, click.Option):
        facts["flags"] = [*parameter.opts, *parameter.secondary_opts]
    if not getattr(parameter, "is_flag", False):
        shape = parameter.metavar or parameter.type.name.upper()
        facts["metavar"] = shape.strip('[]…"') if "|" not in shape else shape.strip("[]{}")
        if isinstance(parameter.type, click.Choice):
            facts["metavar"] = "|".join(parameter.type.choices)
    if getattr(parameter, "multiple", False) or parameter.nargs == -1:
        facts["many"] = True
    facts["help"] = {"text": parameter.help or ""}
    return facts


def _words() -> dict[str, Iterable[dict[str, Any]]]:
    """The program's own words, from the tables that say what is taken."""
    from cleanledger.checks.catalog import RULES
    from cleanledger.cli.completing.fits import Fits
    from cleanledger.i18n import LANGUAGES as SPOKEN
    from cleanledger.model import vocabulary
    from cleanledger.model.book import RECORD_TYPES
    from cleanledger.model.entry import KEYS_OF_KINDS, Entry
    from cleanledger.model.log import LogLine
    from cleanledger.operations.set_fields import WRITTEN
    from cleanledger.render.table_formats import FORMATS
    from cleanledger.reports.catalog import REPORTS
    from cleanledger.reports.query import By

    also = vocabulary.OF_RECTIFICATIONS
    fields = [key for key in _keys(Entry) if key not in WRITTEN]
    kinds = {key: [kind for kind, keys in KEYS_OF_KINDS.items() if key in keys] for key in fields}
    return {
        Fits.BY: map(_plain, By),
        Fits.EFFECT: _coded(vocabulary.EFFECTS),
        Fits.FORMAT: map(_plain, FORMATS),
        Fits.FOUND_BY: _coded(vocabulary.FOUND_BY),
        Fits.KIND: _coded(vocabulary.KINDS),
        Fits.LANGUAGE: map(_plain, SPOKEN),
        Fits.LEVEL: _coded(vocabulary.LEVELS),
        Fits.RECORD_TYPE: map(_plain, RECORD_TYPES),
        Fits.REPORT: map(_plain, REPORTS),
        Fits.RESULT: _coded(vocabulary.RESULTS),
        Fits.ROLE: _coded(vocabulary.ROLES),
        Fits.RULE: (_plain(rule.code) | {"text": {"text": rule.name}} for rule in RULES),
        Fits.STATUS: _coded(vocabulary.STATUSES, also),
        Fits.UNIT_KIND: _coded(vocabulary.UNIT_KINDS),
        "field": (_field(key, Entry) | {"kinds": kinds[key]} for key in fields),
        "log_field": (_field(key, LogLine) for key in _keys(LogLine) if key not in ("by", "did")),
    }


def _plain(code: str) -> dict[str, Any]:
    return {"code": str(code), "text": {"text": ""}, "names": []}


def _coded(words: Mapping[str, str], also: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
    from cleanledger.i18n import _, in_every_language

    for code, text in words.items():
        names = (*in_every_language(text), *([also[code]] if also and code in also else ()))
        yield {
            "code": code,
            "text": {"text": _(text)},
            "names": [name for name in names if not name.isascii()],
        }


def _keys(model: Any) -> list[str]:
    from cleanledger.model.paths import keys_at

    return list(keys_at(model, ()))


def _field(key: str, model: Any) -> dict[str, Any]:
    from cleanledger.model.paths import titles_at
    from cleanledger.model.vocabulary import title_of

    names = [name for name in titles_at(model, ())[key] if not name.isascii()]
    return {"code": key, "text": {"text": title_of(key, model)}, "names": names}


def main() -> None:
    """Writes the table; with a language, prints what is to be known in it."""
    if sys.argv[1:]:
        json.dump(facts_in(sys.argv[1]), sys.stdout, ensure_ascii=False)
        return
    from cleanledger.cli.completing.table import PATH

    PATH.write_text(text_of(made()), encoding="utf-8")


if __name__ == "__main__":
    main()
