"""The catalogue of rules: codes are for ever, names state the problem, each has its page."""

import re
from pathlib import Path

from cleanledger.checks.catalog import BY_CODE, RULES
from cleanledger.checks.rule import Rule

PACKAGE = Path(__file__).parents[2] / "cleanledger"
FAMILIES = {
    "LG0": {"reading"},
    "LG1": {"shape"},
    "LG2": {"references", "units"},
    "LG3": {"dates", "deadlines"},
    "LG4": {"lifecycle", "steps", "risks"},
    "LG5": {"evidence"},
    "LG6": {"by_hand", "checkpoints", "commits", "merges", "past", "together"},
    "LG7": {"people", "signing"},
    "LG8": {"hygiene"},
    "LG9": {"accepting", "book", "days_off"},
}
"""The modules of each family; LG6xx, a change against its past, is not of these."""


def rules_in(module: str) -> tuple[Rule, ...]:
    found = __import__(f"cleanledger.checks.{module}", fromlist=["RULES"]).RULES
    assert isinstance(found, tuple)
    return found


def test_codes_are_unique_and_sorted() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert list(BY_CODE) == codes
    assert all(re.fullmatch(r"LG[0-9]{3}", code) for code in codes)


def test_every_code_is_of_its_family() -> None:
    wrong = [
        rule.code
        for family, modules in FAMILIES.items()
        for module in modules
        for rule in rules_in(module)
        if not rule.code.startswith(family)
    ]
    assert wrong == []
    of_modules = [rule for modules in FAMILIES.values() for module in modules for rule in rules_in(module)]
    assert sorted(rule.code for rule in of_modules) == [rule.code for rule in RULES]


def test_names_are_unique_and_state_the_problem() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    for name in names:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", name), name
        # A name reads well after "allow": it is what is wrong, never what to do.
        assert not re.match(r"(no|must|should|never|disallow|forbid|check|require)-", name), name


def test_every_rule_has_its_page() -> None:
    for rule in RULES:
        assert rule.page.says.endswith("."), rule.code
        assert rule.page.why.endswith("."), rule.code
        assert rule.page.example, rule.code
        assert rule.hint, f"{rule.code} does not say what to do"


def test_every_code_that_the_program_speaks_of_is_a_rule() -> None:
    spoken = {
        code
        for path in PACKAGE.rglob("*.py")
        for code in re.findall(r"\bLG[0-9]{3}\b", path.read_text(encoding="utf-8"))
    }
    examples = {"LG501"}
    assert spoken - BY_CODE.keys() - examples == set()
