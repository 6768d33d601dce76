"""All rules, in the order of their codes. A code is for ever: a retired one stays here and is explained."""

from cleanledger.checks import (
    accepting,
    book,
    by_hand,
    checkpoints,
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
            *checkpoints.RULES,
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
