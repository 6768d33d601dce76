"""All rules, in the order of their codes. A code is for ever: a retired one stays here and is explained."""

import hashlib

from cleanledger.checks import (
    accepting,
    book,
    by_hand,
    commits,
    dates,
    days_off,
    deadlines,
    evidence,
    hygiene,
    lifecycle,
    merges,
    past,
    people,
    reading,
    references,
    risks,
    shape,
    signing,
    steps,
    together,
    units,
)
from cleanledger.checks.rule import Rule

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *reading.RULES,
            *shape.RULES,
            *references.RULES,
            *units.RULES,
            *dates.RULES,
            *deadlines.RULES,
            *lifecycle.RULES,
            *steps.RULES,
            *risks.RULES,
            *evidence.RULES,
            *past.RULES,
            *by_hand.RULES,
            *merges.RULES,
            *commits.RULES,
            *together.RULES,
            *signing.RULES,
            *people.RULES,
            *hygiene.RULES,
            *accepting.RULES,
            *book.RULES,
            *days_off.RULES,
        ),
        key=lambda rule: rule.code,
    )
)

BY_CODE = {rule.code: rule for rule in RULES}


def rules_version() -> str:
    """What says whether two programs judge by the same rules: sha256 of codes, names, weights and pages."""
    text = "".join(f"{rule.code}\0{rule.name}\0{rule.severity}\0{rule.doc}\n" for rule in RULES)
    return hashlib.sha256(text.encode()).hexdigest()
