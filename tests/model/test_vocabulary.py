from collections.abc import Iterator

import pytest

from cleanledger import i18n
from cleanledger.model import vocabulary
from cleanledger.model.cover import KINDS, LEVELS
from cleanledger.model.log import EFFECTS, FOUND_BY, KEYS_OF_VERBS, RESULTS, STATUSES, LogLine
from cleanledger.model.units import ROLES, UNIT_KINDS
from cleanledger.model.verb_names import CHINESE


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    i18n.use("zh")
    yield
    i18n.use("en")


def test_every_code_of_the_models_has_a_word() -> None:
    assert tuple(vocabulary.KINDS) == KINDS
    assert tuple(vocabulary.STATUSES) == STATUSES
    assert tuple(vocabulary.LEVELS) == LEVELS
    assert tuple(vocabulary.ROLES) == ROLES
    assert tuple(vocabulary.UNIT_KINDS) == UNIT_KINDS
    assert tuple(vocabulary.FOUND_BY) == FOUND_BY
    assert tuple(vocabulary.EFFECTS) == EFFECTS
    assert tuple(vocabulary.RESULTS) == RESULTS
    assert set(KEYS_OF_VERBS) <= set(CHINESE)
    assert set(vocabulary.OF_RECTIFICATIONS) <= set(STATUSES)


def test_in_english_a_code_is_its_word() -> None:
    assert vocabulary.status_word("closed", "rectification") == "closed"
    assert vocabulary.verb_word("close", "rectification") == "close"
    assert vocabulary.field_name("due") == "due"
    assert vocabulary.either(["--doc", "--meeting"]) == "--doc or --meeting"
    assert vocabulary.choices(vocabulary.LEVELS) == "high, medium, low"


@pytest.mark.usefixtures("chinese")
def test_in_chinese_the_kind_decides_what_ending_is_called() -> None:
    assert vocabulary.status_word("closed", "task") == "已办结"
    assert vocabulary.status_word("closed", "rectification") == "已销号"
    assert vocabulary.verb_word("submit", "task") == "报办结"
    assert vocabulary.verb_word("submit", "rectification") == "申请销号"


@pytest.mark.usefixtures("chinese")
def test_in_chinese_a_field_has_its_title_and_its_key() -> None:
    assert vocabulary.field_name("due") == "完成时限（due）"
    assert vocabulary.field_name("measures.2.due") == "措施（measures.2.due）"
    assert vocabulary.field_name("by", LogLine) == "录入人（by）"
    assert vocabulary.field_name("no_such_key") == "no_such_key"


@pytest.mark.usefixtures("chinese")
def test_in_chinese_latin_words_keep_a_blank() -> None:
    assert vocabulary.either(["--doc", "--meeting"]) == "--doc 或 --meeting"
    assert vocabulary.either(["意见", "文号"]) == "意见或文号"
    assert vocabulary.choices(vocabulary.LEVELS) == "高（high）、中（medium）、低（low）"
