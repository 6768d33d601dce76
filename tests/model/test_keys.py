"""The keys of the models against the tables of the design, and what every key says of itself."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from pydantic.fields import FieldInfo
from ruamel.yaml import YAML

from cleanledger import model
from cleanledger.model.cover import KINDS
from cleanledger.model.entry import KEY_ORDER, KEYS_OF_KINDS, REQUIRED_OF_KINDS, Entry
from cleanledger.model.log import COMMON_KEYS, KEYS_OF_VERBS, LogLine
from cleanledger.model.record import Model
from cleanledger.model.scalars import typed_elsewhere
from tests.model.builders import entry

for _found in pkgutil.iter_modules(model.__path__):
    importlib.import_module(f"{model.__name__}.{_found.name}")


def models(base: type[Model] = Model) -> Iterator[type[Model]]:
    for each in base.__subclasses__():
        yield each
        yield from models(each)


FIELDS = [(each, name, field) for each in models() for name, field in each.model_fields.items()]


def said(part: Any) -> list[str]:
    """The words that a schema allows, wherever they stand."""
    if isinstance(part, list):
        return [word for each in part for word in said(each)]
    if not isinstance(part, dict):
        return []
    return [*part.get("enum", []), *(word for each in part.values() for word in said(each))]


def test_there_are_models_to_look_at() -> None:
    assert {each.__name__ for each in models()} >= {
        "Entry",
        "LogLine",
        "Cover",
        "Book",
        "UnitsFile",
        "Version",
    }
    assert len(FIELDS) > 200


@pytest.mark.parametrize(
    ("owner", "name", "field"), FIELDS, ids=[f"{each.__name__}.{name}" for each, name, _field in FIELDS]
)
def test_every_key_says_what_it_is_in_both_languages(owner: type[Model], name: str, field: FieldInfo) -> None:
    extra = field.json_schema_extra
    assert isinstance(extra, dict), owner
    assert field.title
    assert re.search("[\u4e00-\u9fff]", str(extra["title_zh"]))
    assert field.description
    assert field.description.endswith((".", "…")), name


def test_no_key_or_word_of_ours_is_typed_by_a_yaml_reader() -> None:
    keys = {field.alias or name for _owner, name, field in FIELDS}
    words = {word for each in models() for word in said(each.model_json_schema(by_alias=True))}
    assert {*KINDS, *KEYS_OF_VERBS, "closed"} <= words
    assert [each for each in keys | words if typed_elsewhere(each)] == []
    modern = YAML(typ="safe", pure=True)
    for each in keys | words:
        assert yaml.safe_load(f"{each}: {each}") == modern.load(f"{each}: {each}") == {each: each}


# --- the tables, written out as the design has them ---------------------------------------------

ALL = """kind id title detail source aspect lead_unit units party_branch leader owner directives related risks
         tags carrier campaign regulations evidence accepted aliases log"""
STATUS = "status"
WORK = (
    "round goal due due_text standing review_every milestones measures indicators found_by root_cause effect"
)
OF_KINDS = {
    "task": f"{ALL} {STATUS} {WORK}",
    "rectification": f"{ALL} {STATUS} {WORK} acceptance_unit",
    "power": f"{ALL} {STATUS} category basis indicators no_risk",
    "risk": f"""{ALL} {STATUS} power post manifestation level level_text likelihood impact found_by approval
                measures review_every""",
    "directive": f"{ALL} {STATUS}",
    "record": f"{ALL} type date held_by mode entries doc to reply_by replied_on decisions findings numbers",
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_keys_of_each_kind_are_as_designed(kind: str) -> None:
    assert KEYS_OF_KINDS[kind] == {*OF_KINDS[kind].split()}


def test_every_key_of_an_entry_belongs_to_a_kind_and_log_is_the_last() -> None:
    assert {*KEY_ORDER} == set().union(*KEYS_OF_KINDS.values())
    assert KEY_ORDER[:2] == ("kind", "id")
    assert KEY_ORDER[-3:] == ("status", "round", "log")


@pytest.mark.parametrize("kind", KINDS)
def test_what_each_kind_must_have(kind: str) -> None:
    besides = {"directive": set[str](), "record": {"type", "date"}}.get(kind, {"lead_unit"})
    assert {*REQUIRED_OF_KINDS[kind]} == {"kind", "id", "title"} | besides


EVERY_LINE = "date by did actor entered doc meeting scan note evidence measures"
OF_VERBS = {
    "add": "due lead_unit",
    "adopt": "status round due due_first extended closed_on from row",
    "start": "",
    "progress": "percent difficulty",
    "measure": "num done_on text due due_text",
    "evidence": "",
    "submit": "",
    "return": "reason",
    "verify": "opinion",
    "publish": "days",
    "close": "opinion",
    "extend": "was to due_text reason approved_by refused_by",
    "transfer": "field was now reason approved_by",
    "amend": "field was now reason approved_by",
    "set": "field was now reason approved_by",
    "suspend": "reason approved_by",
    "resume": "reason",
    "review": "result reason",
    "void": "reason approved_by same_as",
    "carry": "to",
    "recheck": "result effect indicators basis",
    "reopen": "reason basis due due_text",
    "approve": "level found_by",
    "revise": "reason",
    "retire": "reason basis",
    "accept": "code",
    "reply": "",
    "correct": "of field was now reason approved_by",
}


def test_the_keys_of_each_verb_are_as_designed() -> None:
    ours = {verb: {*keys.required, *keys.optional} for verb, keys in KEYS_OF_VERBS.items()}
    assert ours == {verb: {*keys.split()} for verb, keys in OF_VERBS.items()}
    assert {*COMMON_KEYS} == {*EVERY_LINE.split()}


def test_every_key_of_a_log_line_belongs_to_a_verb() -> None:
    named = {field.alias or name for name, field in LogLine.model_fields.items()}
    assert named == {*EVERY_LINE.split()}.union(*(keys.split() for keys in OF_VERBS.values()))


def test_a_value_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValueError, match="frozen"):
        entry().title = "别的"  # type: ignore[misc]
    assert isinstance(Entry.model_fields["log"].default, tuple)
