"""The Chinese catalogue: complete, in Chinese punctuation, with the placeholders of the English text."""

import re
import string
from collections.abc import Iterator

from tests import catalogue
from tests.catalogue import texts_of, translations_of
from tests.language.english import english_in


def translations() -> Iterator[tuple[str, str]]:
    for message in catalogue.written():
        if message.id:
            yield from ((texts_of(message)[-1], text) for text in translations_of(message))


def placeholders(text: str) -> set[str]:
    """What is filled in; in texts of click and argparse by `%`."""
    try:
        ours = {name for _text, name, _form, _conversion in string.Formatter().parse(text) if name}
    except ValueError:  # braces of a file, in a text in which nothing is filled
        ours = set()
    return ours | set(re.findall(r"%\(\w+\)\w", text))


def test_every_message_has_a_translation() -> None:
    assert [english for english, text in translations() if not text.strip()] == []


def test_no_translation_is_english() -> None:
    assert [text for _english, text in translations() if english_in(text)] == []


def test_chinese_sentences_have_chinese_punctuation() -> None:
    half_width = re.compile(r"[\u4e00-\u9fff”’][,;:!?()]|[,;!?()][\u4e00-\u9fff“‘]")
    # Between these stands what a file holds, or a shell reads.
    typed = re.compile(r"“[^”]*”|\[[^\]]*\]|-u 单位")
    assert [text for _english, text in translations() if half_width.search(typed.sub("", text))] == []


def test_a_commit_is_never_called_what_submitting_is() -> None:
    assert [text for _english, text in translations() if "提交" in text] == []


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    mixed = [
        (english, text) for english, text in translations() if placeholders(english) != placeholders(text)
    ]
    assert mixed == []


def test_a_mixed_up_placeholder_is_seen() -> None:
    assert placeholders("{a} of {b:02}, %(c)s") == {"a", "b", "%(c)s"}
    assert placeholders("{a}") != placeholders("{b}")


ONE_WORD = {
    # What is meant: the words that an office would not print, or that mean something else here.
    "监督人 (auditor)": r"审计人员",
    "旧清单 (an older list)": r"原清单|原台账 ",
    "台账 (ledger)": r"清单台账(?!：)|清单封面|[个份]清单(?!：)|该清单",
    "未办结 (not ended)": r"没有办完|未完结",
    "问题 (finding of a rule)": r"检查发现(?!的)|检查结果",
    "a plural in brackets": r"\(s\)|（s）|（们）",
}


def test_one_thing_has_one_word() -> None:
    for meant, others in ONE_WORD.items():
        assert [text for _english, text in translations() if re.search(others, text)] == [], meant
