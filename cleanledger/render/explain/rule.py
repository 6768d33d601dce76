"""The page of a rule."""

from typing import NamedTuple

from cleanledger.i18n import N_, _
from cleanledger.model.finding import Severity
from cleanledger.model.lifecycle import command_for
from cleanledger.model.vocabulary import word
from cleanledger.render.page import Example, Page, Section, rows
from cleanledger.render.words import SEVERITIES


class RuleFacts(NamedTuple):
    """What a page says of a rule; `says`, `why` and `hint` are messages of the catalogue."""

    code: str
    name: str
    severity: Severity
    says: str
    why: str
    hint: str
    example: tuple[str, ...]
    accepted_days: int | None
    """For how many days at most it can be accepted; None: never."""
    of_entry: bool = True
    """It is found in an entry, which can hold that it was accepted."""


def rule_page(rule: RuleFacts) -> Page:
    """What the rule says, why it is there, the way out, whether it can be accepted, an example."""
    told = rows(
        (_("why"), _(rule.why)),
        (_("way out"), _(rule.hint)),
        (_("accepting"), _accepting(rule)),
    )
    typed = rule.example[:1] and rule.example[0].startswith("$ ")
    example = Example(rule.example, "console" if typed else "yaml")
    return Page(
        "rule",
        rule.code,
        f"{rule.code} {rule.name} · {word(SEVERITIES, rule.severity)}",
        _(rule.says),
        (Section("", told), Section(_("example"), (example,))),
        {
            "severity": rule.severity.value,
            "rule": rule.name,
            "says": _(rule.says),
            "why": _(rule.why),
            "way_out": _(rule.hint),
            "example": list(rule.example),
            "can_be_accepted": rule.accepted_days is not None and rule.of_entry,
            "accepted_days": rule.accepted_days,
        },
    )


_NEVER = N_(
    "never: what cannot be read, changes of the past, who did it, and acceptance itself are not for taste"
)


def _accepting(rule: RuleFacts) -> str:
    if rule.accepted_days is None:
        return _(_NEVER)
    if not rule.of_entry:
        return _("not possible: only of an entry can a finding be accepted")
    command = command_for("accept", _("ID"), rule.code)
    how = f"`{command} --reason … --until …`" if command else _("it then stands in `accepted` of the entry")
    return _(
        "by somebody whom it is not about, for at most {days} days; {how}", days=rule.accepted_days, how=how
    )
