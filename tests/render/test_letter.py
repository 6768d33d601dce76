"""Letters: what they say in each language, what a template may name, and that no title acts in one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanledger import i18n
from cleanledger.errors import Refused
from cleanledger.model.book import NOTICE_TYPES
from cleanledger.model.standing import Held
from cleanledger.render.clean import clean
from cleanledger.render.letter import Paper, markdown, rows, words
from cleanledger.render.template import PLACEHOLDERS, Template, built_in, filled
from cleanledger.reports.letters import About, Letter
from cleanledger.reports.notices import Notice

DAY = date(2024, 11, 15)
SENT = Notice(
    "JL-2024-001",
    Held(
        "提醒函", date(2024, 9, 2), "JGDW", (), ("GDBH",), ("ZG-2024-031",), "函〔2024〕3号", None, None, None
    ),
)


def paper(title: str = "闲置土地处置慢", type: str = "督办函", **facts: object) -> Paper:
    about = About("ZG-2024-031", title, date(2024, 8, 31), 76, date(2024, 9, 15), (SENT,))
    given = {"doc": "整改办〔2024〕9号", "reply_by": date(2024, 11, 22)} | facts
    return Paper(
        Letter(type, "GDBH", (about,)), "整改办", "耕地保护处", "总台账", DAY, **given  # type: ignore[arg-type]
    )  # fmt: skip


def letter(what: Paper, template: Template | None = None, language: str = "zh") -> str:
    return markdown(what, template or built_in(what.letter.type, language), language)


def test_a_letter_is_laid_out_as_an_office_prints_it() -> None:
    i18n.use("en")
    assert letter(paper()) == (
        "# 整改办关于逾期事项的督办函\n"
        "\n"
        "整改办〔2024〕9号\n"
        "\n"
        "耕地保护处：\n"
        "\n"
        "经核对总台账，截至2024年11月15日，由你单位牵头的下列1项工作逾期仍未申报办结。现予督办。\n"
        "\n"
        "| 编号        | 事项           | 时限       |   逾期天数 | 此前已发                        |\n"
        "|:------------|:---------------|:-----------|-----------:|:--------------------------------|\n"
        "| ZG-2024-031 | 闲置土地处置慢 | 2024-08-31 |         76 | 提醒函 2024-09-02 函〔2024〕3号 |\n"
        "\n"
        "请你单位主要负责人亲自过问，逐项查明未按期完成的原因，明确整改措施、责任人员和完成时间，"
        "倒排工期，限期办结。逾期仍无实质进展的，将按规定约谈、通报。\n"
        "\n"
        "请于2024年11月22日（含当日）前书面回复办理情况。\n"
        "\n"
        "整改办\n"
        "\n"
        "2024年11月15日\n"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("type", [*NOTICE_TYPES, "整改通知"])
def test_every_built_in_letter_says_all_there_is_to_say(type: str, language: str) -> None:
    what = paper(type=type, is_solo=True)
    text = letter(what, language=language)
    said = words(what, language)
    assert text.startswith("# ")
    for key in ("sender", "unit", "type", "doc", "date", "book", "reply", "note"):
        if key != "sender" or language == "zh":
            assert said[key] in text, key
    assert "| ZG-2024-031 |" in text
    assert "${" not in text
    assert ("一人管账，无复核" in text) == (language == "zh")


def test_the_language_is_the_books_whatever_messages_are_in() -> None:
    i18n.use("zh")
    assert "Please answer in writing by 2024-11-22." in letter(paper(), language="en")
    assert rows(paper(), "en")[0] == ("id", "title", "due", "days overdue", "sent before")
    i18n.use("en")


def test_what_is_not_there_leaves_no_gap() -> None:
    text = letter(paper(doc="", reply_by=None))
    assert "（文号待编）" in text
    assert "回复" not in text
    assert "\n\n\n" not in text
    assert "无复核" not in text


HOSTILE = (
    "甲|乙", "[x](javascript:alert(1))", "<script>alert(1)</script>", "`a`", "**b**", "\x1b[31m红\x07",
    "一\n二", "\u202e倒", "&lt;", "a\\|b", "![图](http://x)", "~~删~~",
)  # fmt: skip


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_breaks_no_list_and_acts_nowhere(title: str) -> None:
    text = letter(paper(title))
    (line,) = [line for line in text.splitlines() if "ZG-2024-031" in line]
    cells = line.replace("\\\\", "").replace("\\|", "").count("|")
    assert cells == 6
    assert len(text.splitlines()) == len(letter(paper()).splitlines())
    assert_quiet(text)


def assert_quiet(text: str) -> None:
    assert clean(text) == text
    bare = text.replace("\\\\", "")
    for sign in ("[", "]", "<", ">", "`", "*"):
        assert bare.count(sign) == bare.count(f"\\{sign}"), sign


@given(st.text(max_size=60))
def test_no_title_at_all_breaks_the_list(title: str) -> None:
    text = letter(paper(title))
    (line,) = [line for line in text.splitlines() if "ZG-2024-031" in line]
    assert line.replace("\\\\", "").replace("\\|", "").count("|") == 6
    assert_quiet(text)


@pytest.mark.parametrize("unit", ["# 题", "- 项", "1. 一", "+ 加", "=== ", "2) 二", "> 引"])
def test_a_name_at_the_beginning_of_a_line_is_text(unit: str) -> None:
    text = letter(paper()._replace(unit=unit), Template("${单位}", "x.md"))
    assert text.lstrip("0123456789").startswith("\\")


def test_a_template_takes_names_in_both_languages_and_dollars() -> None:
    template = Template("${unit} ${单位} ${ 单位 } $5 $$ $${unit} $", "x.md")
    assert filled(template, {"unit": "处"}) == "处 处 处 $5 $ ${unit} $"


def test_a_template_with_tabs_stays_and_what_acts_in_it_is_shown() -> None:
    assert letter(paper(), Template("甲\t乙\x1b\u202e", "x.md")) == "甲\t乙\\u001b\\u202e\n"


@pytest.mark.parametrize("wrong", ["${人}", "${}", "${unit", "${unit\n}", "${单位.x}", "${0}", "${{unit}}"])
def test_what_a_template_may_not_name_is_said_with_file_and_line(wrong: str) -> None:
    i18n.use("en")
    with pytest.raises(Refused) as refused:
        letter(paper(), Template(f"甲\n\n乙 {wrong}\n", "ledgers/templates/督办函.md"))
    assert refused.value.message.startswith("ledgers/templates/督办函.md, line 3: nothing is known by ${")
    assert all(f"${{{key}}}" in refused.value.hint for key in PLACEHOLDERS)


def test_values_are_never_read_as_a_template() -> None:
    assert "$\\{" not in letter(paper("${unit}"))
    assert "${unit}" in letter(paper("${unit}"))
