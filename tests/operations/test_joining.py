"""Two versions of one entry joined by what they mean: laws, and what somebody has to choose."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanledger.model.entry import Entry
from cleanledger.model.replay import Replay, replay
from cleanledger.model.source import Document
from cleanledger.model.validate import validate_entry
from cleanledger.operations.draft import stated
from cleanledger.operations.joining import Choice, Joined, Settled, join
from cleanledger.operations.joining.logs import holds
from cleanledger.store.emitter import emit
from cleanledger.store.reader import read_document
from cleanledger.store.splice import apply
from tests.model.builders import DUE, day, line, lines, policy, tree
from tests.model.random_logs import logs

KIND = "task"
POLICY = policy()


def replayed(entry: Entry) -> Replay:
    return replay(entry, POLICY)


def document(log: Sequence[dict[str, Any]], **fields: Any) -> Document:
    """An entry with `log` and what it gives, as text."""
    data = {"kind": KIND, "id": "RW-2024-001", "title": "修订办法", "lead_unit": "GDBH", "due": DUE}
    whole = tree({**data, **fields, "log": list(log)})
    assert isinstance(whole, dict)
    found = entry_of(Document("", data=whole))
    given = apply(whole, stated(found, replayed(found).state))
    read = read_document(emit(given).encode(), "RW-2024-001.yaml")
    assert not read.problems
    return read


def entry_of(document: Document) -> Entry:
    entry, problems = validate_entry(document)
    assert entry, problems
    return entry


def joined(base: Document | None, ours: Document, theirs: Document, settled: Settled | None = None) -> Joined:
    return join(base, ours, theirs, replayed, settled)


def whole(found: Joined) -> Document:
    assert found.document is not None, found.choices
    return found.document


def log_of(document: Document) -> list[Mapping[str, Any]]:
    log = (document.data or {})["log"]
    assert isinstance(log, list)
    return [each for each in log if isinstance(each, dict)]


UNITS = st.lists(st.sampled_from(["KQ", "TDLY", "ZFJC"]), unique=True, max_size=3)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "units": UNITS.filter(bool),
        "leader": st.sampled_from(["副厅长", "厅长"]),
        "tags": st.lists(st.sampled_from(["甲", "乙", "丙"]), unique=True, min_size=1, max_size=3),
    },
)


@st.composite
def three(draw: st.DrawFn) -> tuple[Document, Document, Document]:
    """An entry, and what two sides made of it."""
    began = draw(logs(KIND))
    fields = draw(FIELDS)
    sides = [
        document(draw(logs(KIND, began, by=by)), **{**fields, **draw(FIELDS)}) for by in ("one", "other")
    ]
    return document(began, **fields), sides[0], sides[1]


@settings(max_examples=40)
@given(three())
def test_what_one_side_left_alone_is_the_others(versions: tuple[Document, Document, Document]) -> None:
    base, ours, _theirs = versions
    assert whole(joined(base, ours, base)).text == ours.text
    assert whole(joined(base, base, ours)).text == ours.text
    assert whole(joined(base, ours, ours)).text == ours.text


@settings(max_examples=40)
@given(three())
def test_a_join_keeps_every_line_and_replays_or_asks(versions: tuple[Document, Document, Document]) -> None:
    base, ours, theirs = versions
    found = joined(base, ours, theirs)
    if found.document is None:
        assert found.choices
        return
    log = log_of(found.document)
    assert holds(log, log_of(ours))
    assert holds(log, log_of(theirs))
    entry = entry_of(found.document)
    replay = replayed(entry)
    assert not replay.problems
    assert (entry.status, entry.round, entry.due) == (
        replay.state.status,
        replay.state.round,
        replay.state.due,
    )


@settings(max_examples=40)
@given(three())
def test_both_sides_join_the_same_way(versions: tuple[Document, Document, Document]) -> None:
    base, ours, theirs = versions
    one, other = joined(base, ours, theirs), joined(base, theirs, ours)
    # Of orders of lines only so many are tried, ours first: of long logs one way may find none.
    fields = [{each.field for each in found.choices} - {"log"} for found in (one, other)]
    assert fields[0] == fields[1]
    if one.document and other.document:
        left: dict[str, Any] = dict(one.document.data or {})
        right: dict[str, Any] = dict(other.document.data or {})
        for data in (left, right):
            for key in ("log", "units", "tags"):
                data[key] = sorted(_said(each) for each in data.get(key, ()))
        assert {key: left[key] for key in left if key not in GIVEN} == {
            key: right[key] for key in right if key not in GIVEN
        }


def _said(item: Any) -> str:
    """An item without the order of its keys."""
    return str(sorted(item.items(), key=str)) if isinstance(item, dict) else str(item)


GIVEN = ("status", "round", "due")
"""What hangs on the order of lines of one day."""


@settings(max_examples=40)
@given(three(), st.sampled_from(["ours", "theirs"]))
def test_a_side_that_is_taken_settles_fields_and_keeps_all_lines(
    versions: tuple[Document, Document, Document], side: Any
) -> None:
    base, ours, theirs = versions
    found = joined(base, ours, theirs, Settled(side, taking_back=taken_back))
    assert not [each for each in found.choices if each.field != "log"]
    if found.document is not None:
        log = log_of(found.document)
        assert holds(log, log_of(ours))
        assert holds(log, log_of(theirs))
        assert not replayed(entry_of(found.document)).problems


def taken_back(wrong: Mapping[str, Any], nth: int) -> Mapping[str, Any]:
    of = {"date": wrong["date"], "did": wrong["did"], **({"nth": str(nth)} if nth else {})}
    return {
        "date": "2031-01-01",
        "by": "clerk",
        "did": "correct",
        "of": of,
        "reason": "两边各办",
        "approved_by": "head",
    }


BEGUN = lines("start")


def test_a_progress_typed_after_the_close_it_knew_nothing_of_goes_before_it() -> None:
    ours = document([*BEGUN, line("submit", 5), line("close", 6, by="head")])
    theirs = document([*BEGUN, line("progress", 8, note="过半")])
    found = whole(joined(document(BEGUN), ours, theirs))
    assert [each["did"] for each in log_of(found)] == ["add", "start", "submit", "progress", "close"]
    assert entry_of(found).status == "closed"


def test_a_close_against_an_extension_is_a_choice_with_both_lines() -> None:
    ours = document([*BEGUN, line("submit", 5), line("close", 6, by="head")])
    asked = line("extend", 8, was=DUE, to=day(300), reason="等批复", approved_by="head")
    theirs = document([*BEGUN, asked])
    found = joined(document(BEGUN), ours, theirs)
    assert found.document is None
    (choice,) = found.choices
    assert choice.field == "log"
    assert "LG404" in choice.why
    assert isinstance(choice.ours, list)
    assert isinstance(choice.theirs, list)
    assert [len(choice.ours), len(choice.theirs)] == [2, 1]


def test_the_line_of_the_side_not_taken_stays_and_is_taken_back() -> None:
    ours = document([*BEGUN, line("submit", 5), line("close", 6, by="head")])
    asked = line("extend", 8, was=DUE, to=day(300), reason="等批复", approved_by="head")
    theirs = document([*BEGUN, asked])
    found = whole(joined(document(BEGUN), ours, theirs, Settled("ours", taking_back=taken_back)))
    assert [each["did"] for each in log_of(found)][2:] == ["submit", "close", "extend", "correct"]
    assert (entry_of(found).status, entry_of(found).due) == ("closed", DUE)


def test_a_line_of_both_that_one_side_took_out_is_a_choice() -> None:
    ours, theirs = document(BEGUN[:1]), document([*BEGUN, line("progress", 8, note="过半")])
    (choice,) = joined(document(BEGUN), ours, theirs).choices
    assert choice.field == "log"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "made"),
    [
        ({"units": ["KQ"]}, {"units": ["KQ", "A1"]}, {"units": ["KQ", "B1"]}, {"units": ["KQ", "A1", "B1"]}),
        ({"units": ["KQ", "A1"]}, {"units": ["A1"]}, {"units": ["KQ", "A1", "B1"]}, {"units": ["A1", "B1"]}),
        ({"units": ["KQ"]}, {}, {"units": ["KQ", "B1"]}, {"units": ["B1"]}),
        (
            {"measures": [{"num": 1, "text": "甲"}, {"num": 2, "text": "乙"}]},
            {"measures": [{"num": 1, "text": "甲", "done_on": day(3)}, {"num": 2, "text": "乙"}]},
            {"measures": [{"num": 1, "text": "甲", "unit": "KQ"}, {"num": 2, "text": "乙"}]},
            {
                "measures": [
                    {"num": 1, "text": "甲", "done_on": day(3), "unit": "KQ"},
                    {"num": 2, "text": "乙"},
                ]
            },
        ),
        (
            {},
            {"evidence": [{"ref": "档1", "date": day(1), "by": "one"}]},
            {"evidence": [{"ref": "档2", "date": day(1), "by": "other"}]},
            {
                "evidence": [
                    {"ref": "档1", "date": day(1), "by": "one"},
                    {"ref": "档2", "date": day(1), "by": "other"},
                ]
            },
        ),
        ({"leader": "甲"}, {"leader": "乙"}, {"leader": "甲", "goal": "丙"}, {"leader": "乙", "goal": "丙"}),
    ],
)
def test_fields_join_by_what_they_are(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], made: dict[str, Any]
) -> None:
    versions = [document(BEGUN, **each) for each in (base, ours, theirs)]
    found = whole(joined(versions[0], versions[1], versions[2]))
    assert found.data == document(BEGUN, **made).data


def test_a_field_given_two_values_is_a_choice_by_its_name() -> None:
    measures = ([{"num": 1, "text": each}] for each in "甲乙丙")
    base, ours, theirs = (document(BEGUN, measures=each) for each in measures)
    found = joined(base, ours, theirs)
    assert found.choices == (Choice("measures.1.text", "甲", "乙", "丙"),)
    for side, text in (("ours", "乙"), ("theirs", "丙")):
        settled = Settled(fields={"measures": side})  # type: ignore[dict-item]
        assert entry_of(whole(joined(base, ours, theirs, settled))).measures[0].text == text


def test_comments_and_layout_of_our_file_stay() -> None:
    base = document(BEGUN, units=["KQ"])
    ours = read_document(base.text.replace("units: [KQ]", "# 谁配合\nunits:\n- KQ\n- A1").encode(), "x")
    theirs = document([*BEGUN, line("progress", 8, note="过半")], units=["KQ", "B1"])
    found = whole(joined(base, ours, theirs))
    assert "# 谁配合\nunits:\n- KQ\n- A1\n- B1\n" in found.text
    assert "过半" in found.text


def test_without_a_common_beginning_the_same_entry_still_joins() -> None:
    ours, theirs = document(BEGUN, units=["A1"]), document(BEGUN, units=["B1"])
    assert entry_of(whole(joined(None, ours, theirs))).units == ("A1", "B1")


def test_two_entries_of_one_number_are_no_one_entry() -> None:
    ours = document(BEGUN)
    theirs = document([line("add", 3, due=DUE, by="other")], title="另一项")
    assert {each.field for each in joined(None, ours, theirs).choices} == {"title"}
    settled = Settled(fields={"title": "ours"})
    assert {each.field for each in joined(None, ours, theirs, settled).choices} == {"log"}
