"""Every phrase is read as an official reads it, or refused with the words that say nothing."""

import pytest

from tests.model.deadlines.phrases import Phrase, as_expected, phrases

SEEN, UNSEEN = tuple(phrases("seen")), (*phrases("set_aside"), *phrases("set_aside_again"))
"""What the grammar was written against, and what its author saw when it was finished."""
ALL = (*SEEN, *UNSEEN)


@pytest.mark.parametrize("phrase", ALL, ids=lambda phrase: f"{phrase.family}: {phrase.text}"[:60])
def test_a_phrase_is_read_as_an_official_reads_it(phrase: Phrase) -> None:
    found = as_expected(phrase)
    if "refused" in phrase.expected:
        assert phrase.expected["refused"] in found["refused"]
        assert found["refused"] in phrase.text
    else:
        assert found == phrase.expected


def test_there_are_enough_phrases_and_none_twice() -> None:
    assert len(SEEN) >= 130
    assert len(UNSEEN) >= 70
    for part in (SEEN, UNSEEN):
        assert len({(phrase.text, phrase.terms[:2]) for phrase in part}) == len(part)
