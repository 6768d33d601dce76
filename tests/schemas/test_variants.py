"""Files with one fault each, which schema and check both see; beside each the nearest legal text."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from cleanledger.model.finding import Severity
from tests.checks.samples import checked, lay
from tests.schemas.readers import ROOT, complaints


class Variant(NamedTuple):
    """One change of one file of the base book."""

    path: str
    why: str
    code: str
    change: str
    broken: str
    legal: str


@cache
def variants() -> tuple[Variant, ...]:
    text = (ROOT / "tests" / "data" / "schemas" / "variants.yaml").read_text(encoding="utf-8")
    return tuple(
        Variant(path, each["why"], each["code"], each["from"], each["broken"], each["legal"])
        for path, group in yaml.safe_load(text).items()
        for each in group
    )


Lay = Callable[[Variant, str], tuple[str, list[str]]]


@pytest.fixture
def laid(tmp_path: Path) -> Lay:
    """Lays a variant over the base book; gives the text of its file and the codes of errors found there."""

    def lay_over(variant: Variant, to: str) -> tuple[str, list[str]]:
        book = lay(tmp_path, {variant.path: [{"from": variant.change, "to": to}]})
        found = [
            each.code
            for each in checked(book).findings
            if each.severity is Severity.ERROR and each.path == f"ledgers/{variant.path}"
        ]
        return (book / variant.path).read_text(encoding="utf-8"), found

    return lay_over


def test_there_are_sixty_of_them_each_for_a_reason_of_its_own() -> None:
    assert len(variants()) >= 60
    assert len({(each.path, each.why) for each in variants()}) == len(variants())


@pytest.mark.parametrize("variant", variants(), ids=lambda each: each.why)
def test_schema_and_check_refuse_what_is_broken(variant: Variant, laid: Lay) -> None:
    text, found = laid(variant, variant.broken)
    assert variant.code in found
    assert complaints(variant.path, text)


@pytest.mark.parametrize("variant", variants(), ids=lambda each: each.why)
def test_schema_and_check_take_the_nearest_legal_text(variant: Variant, laid: Lay) -> None:
    text, found = laid(variant, variant.legal)
    assert found == []
    assert complaints(variant.path, text) == []
