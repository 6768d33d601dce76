"""How many of the messages were said in Chinese while the subjects were driven, and which were not."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import pytest

from cleanledger import i18n
from tests.language.collected import (
    FAILURES,
    messages_of,
    of_command_lines,
    of_wrong_values,
    own_messages,
    where,
)
from tests.language.conftest import Heard
from tests.language.subjects import SUBJECTS
from tests.language.undriven import NOT_DRIVEN

LEAST = 0.97


def looked_up(heard: Heard) -> set[str]:
    return {message for name in SUBJECTS for answer in heard(name).answers for message in answer.looked_up}


def came_out(heard: Heard, messages: Iterable[str]) -> set[str]:
    """Those of `messages` whose Chinese stands in what the very command wrote that looked them up."""
    wanted = set(messages)
    found = set[str]()
    for name in SUBJECTS:
        for answer in heard(name).answers:
            if here := (answer.looked_up & wanted) - found:
                text = re.sub(r"\s", "", answer.out + answer.err)
                found |= {message for message in here if _shape(message).search(text)}
    return found


@cache
def _shape(message: str) -> re.Pattern[str]:
    """What a message looks like in Chinese, whatever is filled in and wherever a line was broken."""
    parts = re.split(r"\{[^}]*\}", re.sub(r"\s", "", i18n.words_in("zh")(message).replace("\n", "")))
    return re.compile(".*?".join(map(re.escape, parts)), re.DOTALL)


def not_said(heard: Heard, messages: Iterable[str]) -> list[str]:
    wanted = set(messages) - NOT_DRIVEN.keys()
    return [f"{message}  [{where(message)}]" for message in sorted(wanted - came_out(heard, wanted))]


@pytest.mark.parametrize(
    ("collect", "least"),
    [(of_command_lines, 50), (lambda: messages_of(FAILURES), 150), (of_wrong_values, 25)],
    ids=["command lines", "failures", "wrong values"],
)
def test_each_comes_out_in_chinese(heard: Heard, collect: Callable[[], set[str]], least: int) -> None:
    messages = collect()
    assert len(messages) >= least
    assert not_said(heard, messages) == []


def test_every_message_is_said_or_it_is_written_down_why_not(
    heard: Heard, record_property: Callable[[str, object], None]
) -> None:
    ours, said = own_messages(), looked_up(heard)
    seconds = sum(heard(name).seconds for name in SUBJECTS)
    record_property("messages said in Chinese", f"{len(ours & said):,} of {len(ours):,}, in {seconds:.0f} s")
    assert sorted(f"{message}  [{where(message)}]" for message in ours - said - NOT_DRIVEN.keys()) == []
    assert sorted(NOT_DRIVEN.keys() & said) == [], "said after all"
    assert sorted(NOT_DRIVEN.keys() - ours) == [], "no message of ours"
    assert len(ours & said) >= LEAST * len(ours)


def test_a_reason_is_given_for_each_that_is_not_said() -> None:
    reasons: Mapping[str, str] = NOT_DRIVEN
    assert all(reason.strip() for reason in reasons.values())
