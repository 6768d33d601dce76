"""What counts as an English sentence in Chinese output, and what does not."""

import pytest

from tests.language.english import english_in


@pytest.mark.parametrize(
    "sentence",
    [
        "错误：No such option '--x'.",
        "Usage: ledger close [OPTIONS] ID and more",
        "  -h, --help  Show this message and exit.",
        "错误：缺少 Missing argument 'NAME'.",
        "fatal: not a git repository (or any of the parent directories): .git",
        "ledgers/a.yaml:1:1 LG003 while scanning a quoted scalar",
        "Input should be a valid string",
        "提示：git is not installed, or not on the PATH",
        "Aborted by the user!",
        "submit ZG-2024-001 is refused",
    ],
)
def test_an_english_sentence_is_seen(sentence: str) -> None:
    assert english_in(sentence)


@pytest.mark.parametrize(
    "line",
    [
        "用 ledger unit add GDBH 名称 增加",
        "可选：table、plain、markdown、csv、json",
        "ledgers/RW-2024/RW-2024-001.yaml:3:1 LG406 报办结应写明说明（note）",
        '12 | title: "some English words here"',
        '处理：请加引号："no such thing"',
        "      - {date: 2024-06-01, by: gdbh-clerk, did: start, opinion: 好}",
    ],
)
def test_what_is_typed_is_no_sentence(line: str) -> None:
    assert english_in(line) == []
