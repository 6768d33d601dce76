"""The files in `schemas/`: what the models give, in Chinese, and nothing in them is fetched from anywhere."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from cleanledger.model.schema import DIALECT, FILES, file_name, schema_of, schema_text
from tests.language.english import english_in
from tests.schemas.readers import BOOKS, ROOT, ModernReader, complaints, files, schema_for, validator

SCHEMAS = ROOT / "schemas"


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every map in `tree`."""
    if isinstance(tree, dict):
        yield tree
    for each in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from nodes(each)


def test_the_folder_holds_a_schema_for_each_kind_of_file() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == {file_name(name) for name in FILES}
    named = {schema_for(path) for book in BOOKS for path, _text in files(book)}
    assert named | {"calendar"} == {*FILES}


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_what_the_models_give(name: str) -> None:
    written = (SCHEMAS / file_name(name)).read_bytes()
    assert written == schema_text(name, "zh").encode(), "run: make schemas"
    assert json.loads(written) == schema_of(name, "zh")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", FILES)
def test_each_is_a_schema_of_2020_12_that_names_nothing_to_be_fetched(name: str, language: str) -> None:
    schema = schema_of(name, language)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DIALECT
    assert re.fullmatch(rf"urn:cleanledger:{name}-\d+", schema["$id"])
    assert re.findall('[a-z]+://[^"]*', json.dumps(schema)) == [DIALECT]
    assert {ref[:8] for node in nodes(schema) if (ref := node.get("$ref"))} <= {"#/$defs/"}


@pytest.mark.parametrize("name", FILES)
def test_every_key_has_a_title_and_a_description_in_chinese(name: str) -> None:
    schema = schema_of(name, "zh")
    maps = (schema, *schema["$defs"].values())
    told = [schema, *(key for each in maps for key in each.get("properties", {}).values() if "title" in key)]
    assert len(told) > 3
    for key in told:
        for words in (key["title"], key["description"]):
            assert re.search("[\u4e00-\u9fff]", words), words
            assert not english_in(words), words
        assert key["description"].endswith("。")
    said = [node["errorMessage"] for node in nodes(schema) if "errorMessage" in node]
    assert [words for words in said if "{" in words or not re.search("[\u4e00-\u9fff]", words)] == []


def test_no_key_is_without_words() -> None:
    bare = {
        f"{name}: {key}"
        for name in FILES
        for part, node in schema_of(name, "zh")["$defs"].items()
        for key, held in node.get("properties", {}).items()
        if not isinstance(held, dict) or not {"title", "description"} <= held.keys()
        if part != "LogLine"
    }
    assert bare == set()


def test_words_that_are_stored_are_said_in_chinese() -> None:
    keys = schema_of("entry", "zh")["$defs"]["EntryKeys"]["properties"]
    assert (
        dict(zip(keys["kind"]["enum"], keys["kind"]["enumDescriptions"], strict=True))["risk"] == "廉政风险点"
    )
    verbs = schema_of("entry", "zh")["$defs"]["LogLineKeys"]["properties"]["did"]
    assert dict(zip(verbs["enum"], verbs["enumDescriptions"], strict=True))["close"] == "办结、销号"


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_no_file_of_a_legal_book_is_refused(book: Any) -> None:
    assert [said for path, text in files(book) for said in complaints(path, text)] == []


def test_a_reader_of_yaml_1_2_that_others_wrote_sees_the_same() -> None:
    theirs, ours = YAML(typ="safe", pure=True), ModernReader
    theirs.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _reader, node: node.value)
    for path, text in files(BOOKS[1]):
        tree = theirs.load(text)
        reader = ours(text)
        assert tree == reader.get_single_data(), path
        assert list(validator(schema_for(path)).iter_errors(tree)) == []


def test_the_pattern_of_dates_knows_every_day_of_four_centuries() -> None:
    pattern = re.compile(schema_of("calendar", "zh")["$defs"]["Date"]["pattern"])
    day, count = date(1900, 1, 1), 0
    while day.year < 2301:
        assert pattern.search(day.isoformat()), day
        day, count = day + timedelta(days=1), count + 1
    taken = sum(
        bool(pattern.search(f"{year}-{month:02}-{number:02}"))
        for year in range(1900, 2301)
        for month in range(14)
        for number in range(33)
    )
    assert taken == count
