"""What is for the clerks of a ledger's keeper alone: sealing it, giving its numbers. Part of LG702."""

from collections.abc import Iterator
from datetime import date

from cleanledger.checks.rule import Whole
from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.policy import Policy
from cleanledger.model.setting import Setting
from cleanledger.model.source import Problem


def is_anyones(policy: Policy, kind: str) -> bool:
    """Whether nobody judges who does what."""
    return policy.of(kind).reviewer == "anyone" and policy.approver == "anyone"


def keeps(setting: Setting, ledger: str, post: str, day: date, entry: Entry | None = None) -> bool:
    """Whether `post` may do what is for the clerks of a ledger's keeper; under `anyone` all may."""
    policy = setting.policy_of(ledger)(day)
    cover, person = setting.covers.get(ledger), setting.directory.people.get(post)
    if cover is None or person is None or is_anyones(policy, cover.kind):
        return True
    return "clerk" in person.roles and setting.keeper_of(ledger, entry) in (None, person.unit)


def not_the_keepers(setting: Setting, ledger: str, post: str, entry: Entry | None = None) -> str:
    """Why `post` may not do it."""
    return _(
        "{post} is no clerk of {unit}, which keeps {ledger}",
        post=post,
        unit=setting.keeper_of(ledger, entry) or setting.directory.home(post),
        ledger=ledger,
    )


def sealed_by_others(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """The covers whose seal is by somebody else."""
    for ledger, cover in whole.setting.covers.items():
        if cover.sealed and not keeps(whole.setting, ledger, cover.sealed.by, cover.sealed.date):
            message = not_the_keepers(whole.setting, ledger, cover.sealed.by)
            yield (
                ledger,
                Problem(message, ("sealed", "by"), hint=_("a clerk of the unit that keeps it seals it")),
            )
