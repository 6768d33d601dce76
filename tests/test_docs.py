"""The reference in `docs/` says what the code says, and nothing of its own."""

import pytest

from cleanledger.checks.catalog import RULES
from cleanledger.model.lifecycle import MOVES
from cleanledger.model.vocabulary import STATUSES
from tests.docs import FOLDER, pages

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_gives(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name], "`make docs` writes it anew"


def test_every_rule_verb_and_status_has_its_place() -> None:
    assert [rule.code for rule in RULES if f"### {rule.code} {rule.name}" not in PAGES["rules.md"]] == []
    assert [verb for _kind, verb in MOVES if f"`{verb}`" not in PAGES["lifecycle.md"]] == []
    assert [status for status in STATUSES if f"### {status}" not in PAGES["lifecycle.md"]] == []
