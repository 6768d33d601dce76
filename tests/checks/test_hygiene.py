"""Text that must not stand in a book, and its look-alikes that may; in every file, and in comments."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from cleanledger.checks.hygiene import RULES, is_bank_card, is_id_card
from cleanledger.model.source import Document, Tree
from tests.checks.samples import checked, found, lay
from tests.checks.shelved import base

CARD, LONG_CARD = "4111111111111111", "6222021234567890128"
PERSON = "420106199001011231"

TEXTS = yaml.safe_load((Path(__file__).parent / "texts.yaml").read_text(encoding="utf-8"))


def cases(outcome: str) -> list[tuple[str, str]]:
    return [(code, text) for code, texts in TEXTS.items() for text in texts[outcome]]


def codes_in(**data: Tree) -> set[str]:
    """What the rules say of an entry that holds `data`."""
    entry = base().entries.lookup("RW-2024-001")
    assert entry is not None
    subject = base().subject(entry, Document("x.yaml", data=data))
    return {rule.code for rule in RULES if rule.of_entry and any(rule.of_entry(subject))}


@pytest.mark.parametrize(("code", "text"), cases("found"))
def test_it_is_found(code: str, text: str) -> None:
    assert code in codes_in(title=text)


@pytest.mark.parametrize(("code", "text"), cases("left"))
def test_what_only_looks_like_it_is_left_alone(code: str, text: str) -> None:
    assert code not in codes_in(title=text)


@pytest.mark.parametrize("text", ["涉案13800138000元", "无", "2024-06-30", "按3×5排列，第1批100%完成"])
def test_plain_text_is_clean(text: str) -> None:
    assert codes_in(title=text) == set()


@pytest.mark.parametrize(
    "data",
    [
        {"evidence": [{"path": "evidence/RW-2024-001/x次 ___.pdf", "size": "13800138000"}]},
        {"evidence": [{"sha256": f"{CARD}{CARD}{CARD}{CARD}"}]},
        {"evidence": [{"ref": LONG_CARD}]},
        {"source": {"doc": CARD}},
        {"doc": "13800138000"},
        {"numbers": {"金额": "13800138000"}},
        {"indicators": [{"target": "13800138000", "actual": CARD}]},
        {"people": [{"holders": [{"email": "13800138000@mail.example"}]}]},
        {"log": [{"evidence": [CARD, "x次.pdf"]}]},
    ],
)
def test_amounts_and_the_numbers_of_papers_are_left_alone(data: dict[str, Any]) -> None:
    assert codes_in(**data) == set()


def test_the_keys_of_a_free_map_are_text() -> None:
    assert codes_in(numbers={"ｘ人": "3"}) == {"LG803"}
    assert codes_in(levels={PERSON: "high"}) == {"LG804"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\tb", "LG801"),
        ("a\x85b", "LG801"),
        ("\u202eabc", "LG802"),
        ("a\u200db", "LG802"),
        ("e" + "\u0301" * 9, "LG802"),
    ],
)
def test_what_cannot_be_seen_is_found(text: str, code: str) -> None:
    assert codes_in(title=text) == {code}


def test_lines_and_accents_are_left_alone() -> None:
    assert codes_in(detail="第一行\n第二行 café é ü ǖ") == set()


class Place(NamedTuple):
    """Where a text is put: `old` of a file becomes `new` with the text in it, and is found `at`."""

    old: str
    new: str
    at: str
    entry: str = ""


PLACES = (
    Place("name: 样例局清廉建设总台账", "name: 总台账{}", "book.yaml:2"),
    Place("name: 耕地保护处", "name: 耕地保护处{}", "units.yaml:6"),
    Place("name: 攻坚行", "name: 攻坚行{}", "plans.yaml:3"),
    Place("title: 2024年任务清单", "title: 任务清单{}", "RW-2024/ledger.yaml:2"),
    Place("year: 2024", "year: 2024 # {}", "RW-2024/ledger.yaml:5"),
    Place("status: open", "# {}\nstatus: open", "RW-2024/RW-2024-001.yaml:12", "RW-2024-001"),
)
SPOKEN = {"LG804": PERSON, "LG805": CARD, "LG806": "13800138000", "LG807": "（机密）"}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.at)
@pytest.mark.parametrize("code", SPOKEN)
def test_it_is_found_in_every_file_and_in_comments(place: Place, code: str, tmp_path: Path) -> None:
    edit = {"from": place.old, "to": place.new.format(SPOKEN[code])}
    book = lay(tmp_path, {place.at.partition(":")[0]: [edit]})
    assert found(checked(book)) == [(code, place.at, place.entry)]


TURNED = "\u202e长局副"


@pytest.mark.parametrize("character", "\u061c\u200e\u200f\u202a\u202e\u2066\u2069")
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.at)
def test_what_turns_the_direction_is_found_in_values_and_comments(
    place: Place, character: str, tmp_path: Path
) -> None:
    edit = {"from": place.old, "to": place.new.format(f"甲{character}乙")}
    book = lay(tmp_path, {place.at.partition(":")[0]: [edit]})
    assert found(checked(book)) == [("LG802", place.at, place.entry)]


@pytest.mark.parametrize(
    ("new", "span"),
    [
        (f"leader: 分管副局长 # {TURNED}", (7, 15, 7, 21)),
        (f"leader: {TURNED}", (7, 9, 7, 13)),
        (f"leader: '分管 # {TURNED}' # 无", (7, 9, 7, 20)),
    ],
)
def test_what_turns_the_direction_is_shown_where_it_stands(
    new: str, span: tuple[int, ...], tmp_path: Path
) -> None:
    book = lay(tmp_path, {"RW-2024/RW-2024-001.yaml": [{"from": "leader: 分管副局长", "to": new}]})
    (finding,) = checked(book).findings
    assert finding.code == "LG802"
    assert (finding.line, finding.column, finding.end_line, finding.end_column) == span


def test_what_turns_the_direction_is_found_in_keys(tmp_path: Path) -> None:
    levels = {"append": f"levels: {{一级: high, {TURNED}: low}}\n"}
    findings = checked(lay(tmp_path / "free", {"RW-2024/ledger.yaml": levels})).findings
    assert [(each.code, each.line, each.column, each.end_column) for each in findings] == [
        ("LG802", 7, 20, 24)
    ]
    strange = {"append": f"{TURNED}: x\n"}
    findings = checked(lay(tmp_path / "strange", {"RW-2024/RW-2024-001.yaml": strange})).findings
    assert {(each.code, each.line, each.column) for each in findings} == {("LG103", 16, 1), ("LG802", 16, 1)}


def test_only_what_turns_the_direction_is_found_in_comments(tmp_path: Path) -> None:
    edit = {"from": "status: open", "to": "status: open # \u26a0\ufe0f 注意"}
    assert found(checked(lay(tmp_path, {"RW-2024/RW-2024-001.yaml": [edit]}))) == []


def test_it_is_found_in_an_entry_that_has_other_faults(tmp_path: Path) -> None:
    edits = [
        {"from": "title: 开展集体廉政谈话", "to": f"title: 约谈{PERSON}"},
        {"from": "leader:", "to": "leeder:"},
    ]
    outcome = checked(lay(tmp_path, {"RW-2024/RW-2024-001.yaml": edits}))
    assert {each.code for each in outcome.findings} == {"LG103", "LG804"}


@pytest.mark.parametrize("text", ['"5# 13800138000元 # 楼"', "a#13800138000元"])
def test_a_number_sign_within_a_value_begins_no_comment(text: str, tmp_path: Path) -> None:
    edit = {"from": "title: 开展集体廉政谈话", "to": f"title: {text}"}
    assert found(checked(lay(tmp_path, {"RW-2024/RW-2024-001.yaml": [edit]}))) == []


def test_check_digits() -> None:
    assert is_id_card(PERSON)
    assert not is_id_card(f"{PERSON[:-1]}2")
    assert is_bank_card(CARD)
    assert not is_bank_card(CARD[:-2])
    assert not is_bank_card("1")
