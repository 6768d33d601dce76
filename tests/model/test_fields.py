"""What a field says of itself: every field of every model, and an example that its model reads."""

from pydantic import ValidationError

from cleanledger.model.entry import Entry
from cleanledger.model.field_examples import EXAMPLES
from cleanledger.model.fields import LOG, ROOTS, Field, fields
from cleanledger.model.log import LogLine
from cleanledger.model.paths import model_at
from cleanledger.model.record import Model
from cleanledger.store.reader import read_document

FIELDS = fields()


def model_of(field: Field) -> type[Model]:
    above = tuple(part.removesuffix("[]") for part in field.path.split("."))[:-1]
    model = model_at(ROOTS[field.home], above)
    assert model is not None
    return model


def wrong_with(field: Field, text: str) -> list[str]:
    """What the model says against `text` under the key of `field`; nothing else of the model is there."""
    document = read_document(f"{field.key}: {text}\n".encode(), "a.yaml")
    assert not document.problems
    try:
        model_of(field).model_validate(document.data)
    except ValidationError as error:
        return [each["msg"] for each in error.errors() if each["loc"][0] == field.key]
    return []


def models() -> set[type[Model]]:
    waiting, found = list(Model.__subclasses__()), set[type[Model]]()
    while waiting:
        model = waiting.pop()
        found.add(model)
        waiting += model.__subclasses__()
    return found


def test_every_field_of_every_model_is_among_them() -> None:
    of_bases = {Model, *(model for model in models() if model.__subclasses__())}
    wanted = {
        (model.__name__, info.alias or name)
        for model in models() - of_bases
        for name, info in model.model_fields.items()
    }
    assert wanted <= {(model_of(field).__name__, field.key) for field in FIELDS}


def test_each_field_says_what_it_is() -> None:
    for field in FIELDS:
        assert field.title, field.path
        assert field.title_zh, field.path
        assert field.description.endswith((".", "…")), field.path
        assert field.sort or field.choices or field.parts, field.path


def test_the_example_of_each_field_can_stand_there() -> None:
    for field in FIELDS:
        assert field.example, f"{field.path} needs an example of its own in field_examples"
        assert wrong_with(field, field.example) == [], field.path


def test_an_example_that_cannot_stand_there_is_found() -> None:
    due = next(field for field in FIELDS if (field.home, field.path) == ("entry", "due"))
    assert wrong_with(due, "2024-11-31") != []


def test_no_example_is_left_over() -> None:
    keys = {field.key for field in FIELDS}
    by_model = {f"{model.__name__}.{key}" for model in models() for key in keys}
    assert [name for name in EXAMPLES if name not in keys and name not in by_model] == []


def test_paths_lead_to_what_they_name() -> None:
    paths = {field.path: field for field in FIELDS if field.home == "entry"}
    assert {"due", "measures", "measures[].due", "source.doc", "log[].due", "log[].of.did"} <= set(paths)
    assert paths["log[].due"].is_of_log
    assert not paths["measures[].due"].is_of_log
    assert paths["measures[].due"].top == "measures"
    assert {path.removeprefix(LOG) for path in paths if path.startswith(LOG) and path.count(".") == 1} == {
        info.alias or name for name, info in LogLine.model_fields.items()
    }
    assert {path for path in paths if "." not in path} == set(Entry.model_fields)
    assert paths["status"].choices[0] == "open"
    assert paths["kind"].required
    assert not paths["due"].required
    assert paths["units"].is_list
    assert paths["numbers"].is_map
    assert paths["source"].parts == ("type", "doc", "date")
