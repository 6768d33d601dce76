"""LG620, LG622: checkpoints that do not hold, and a past that is not the one somebody kept on paper."""

from cleanledger.checks.rule import Rule, stated
from cleanledger.i18n import N_

RULES: tuple[Rule, ...] = (
    stated(
        "LG620",
        "checkpoint-broken",
        """A checkpoint was moved, changed or taken out, or its commit is not in the history.

        Why: each checkpoint holds the hash of the one before; nobody changes one alone without a trace.

        Example:
            $ git tag -d checkpoint/2  # LG620
        """,
        hint=N_("compare with a checkpoint that was kept elsewhere: ledger audit --checkpoint"),
    ),
    stated(
        "LG622",
        "past-rewritten",
        """The digits or the checkpoint that somebody kept elsewhere are those of no commit.

        Why: whoever holds a repository can write its past anew, and every tag with it, but no paper.

        Example:
            $ git commit --amend --no-edit  # LG622
        """,
        hint=N_("ask who keeps the book what was done to it; other copies of it may still have that past"),
    ),
)
