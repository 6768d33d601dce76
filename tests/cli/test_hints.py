"""No hint names a command that there is none of, and every verb of the lifecycle is a command."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleanledger.cli.commands import OFFERED
from cleanledger.model.lifecycle import MOVES
from cleanledger.model.log import KEYS_OF_VERBS
from tests import catalogue
from tests.catalogue import texts_of, translations_of
from tests.checks.samples import Sample, checked, lay, samples
from tests.model.builders import line, lines, replayed

# Behind these words it is the ledger that is spoken of, and not the command.
COMMAND = re.compile(
    r"(?<!\bthe )(?<!\bThe )(?<!\ba )(?<!\bA )(?<!\bnew )(?<!\bits )(?<!\bsealed )"
    r"\bledger (?!id\b)([a-z][a-z-]*)"
)


def not_offered(text: str) -> list[str]:
    return [word for word in COMMAND.findall(text) if word not in OFFERED]


def said() -> Iterator[str]:
    for message in (*catalogue.messages_in_code(), *catalogue.written()):
        if message.id:
            yield from (*texts_of(message), *translations_of(message))


def test_every_verb_that_a_log_can_hold_can_be_typed() -> None:
    assert {verb for _kind, verb in MOVES} - OFFERED.keys() == set()
    assert KEYS_OF_VERBS.keys() - OFFERED.keys() == set()


def test_no_message_names_a_command_that_is_not_there() -> None:
    assert [text for text in said() if not_offered(text)] == []
    assert not_offered("ledger federate, or ledger check; the ledger was sealed") == ["federate"]


@pytest.mark.parametrize("sample", samples().values(), ids=lambda sample: sample.code)
def test_no_finding_of_the_gallery_names_a_command_that_is_not_there(sample: Sample, tmp_path: Path) -> None:
    (finding,) = checked(lay(tmp_path, sample.book, sample.fires), sample.today).findings
    assert not_offered(finding.message) + not_offered(finding.hint) == []


def test_what_is_possible_is_what_can_be_typed() -> None:
    (again,) = replayed(lines("start", "start")).problems
    assert again.hint == (
        "possible from here: submit, verify, publish, close, extend, amend, suspend, carry, transfer, "
        "progress, measure, set, evidence, correct"
    )
    (after,) = replayed(lines("close", "progress")).problems
    assert after.hint == "possible from here: recheck, reopen, correct"
    _begins, first = replayed([line("return", 1)]).problems
    assert first.hint.endswith("set, evidence")
