"""Every phrase is read as an official reads it, or refused with the words that say nothing."""

import pytest

from tests.model.deadlines.phrases import Phrase, as_expected, phrases

ALL = (*phrases("seen"), *phrases("set_aside"))


@pytest.mark.parametrize("phrase", ALL, ids=lambda phrase: f"{phrase.family}: {phrase.text}"[:60])
def test_a_phrase_is_read_as_an_official_reads_it(phrase: Phrase) -> None:
    found = as_expected(phrase)
    if "refused" in phrase.expected:
        assert phrase.expected["refused"] in found["refused"]
        assert found["refused"] in phrase.text
    else:
        assert found == phrase.expected


def test_there_are_enough_phrases_and_none_twice() -> None:
    assert len(ALL) >= 200 + 70
    assert len(tuple(phrases("set_aside"))) >= 70
    assert len({phrase.text + str(phrase.terms) for phrase in ALL}) == len(ALL)
