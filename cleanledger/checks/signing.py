"""LG703, LG704: whether a commit shows who typed its lines, as far as the policy wants it shown."""

from collections.abc import Iterator

from cleanledger.checks.change import Change
from cleanledger.checks.rule import Rule, change_rule
from cleanledger.i18n import N_, _
from cleanledger.model.log import LogLine
from cleanledger.model.policy import PROOFS
from cleanledger.model.source import Problem

_SAID = {"none": N_("it is not signed"), "invalid": N_("its signature is not valid")}


def _wanting(change: Change, proof: str) -> Iterator[tuple[int, LogLine]]:
    """The lines that a change brings whose policy wants at least `proof`."""
    if change.after is None or change.is_joint:
        return
    policy_on = change.setting.policy_of(change.after.ledger)
    for place, line in change.lines:
        if PROOFS.index(policy_on(line.typed_on).proof) >= PROOFS.index(proof):
            yield place, line


@change_rule("LG703", "not-signed", hint=N_("sign commits: git config commit.gpgSign true"))
def not_signed(change: Change) -> Iterator[Problem]:
    """The policy wants signed commits, and the commit of a line is not signed, or not validly.

    Why: a name in git is a claim; a signature shows that the holder of a key made it.

    Example:
        # RW-2024/RW-2024-001.yaml
        log:
          …
          - {date: 2024-08-15, by: gdbh-clerk, did: start}  # LG703
        # book.yaml
            proof: signed
    """
    if change.signature in _SAID:
        for place, line in _wanting(change, "signed"):
            yield Problem(
                _(
                    "{by} typed this, and the commit does not show it: {why}",
                    by=line.by,
                    why=_(_SAID[change.signature]),
                ),
                ("log", place, "by"),
            )


@change_rule(
    "LG704",
    "post-of-somebody-else",
    hint=N_("use a post of yours: --as; whose act it is stands in --actor"),
)
def post_of_another(change: Change) -> Iterator[Problem]:
    """Somebody types in a post that is not theirs.

    Why: git knows who types by an e-mail address; in a borrowed post nobody could say who it was.

    Example:
        $ ledger --as jgjw-head progress RW-2024-001 方案已报送  # LG704
    """
    if change.email is None:
        return
    directory = change.setting.directory
    for place, line in _wanting(change, "author"):
        posts = directory.posts_of(change.email, line.typed_on)
        if line.by in directory.people and line.by not in {post.code for post in posts}:
            yield Problem(
                _(
                    "typed by {by} by its own word, but the commit is of {email}",
                    by=line.by,
                    email=change.email,
                ),
                ("log", place, "by"),
            )


RULES: tuple[Rule, ...] = (not_signed, post_of_another)
