"""LG2xx: the entries, plans, campaigns and types that are named must exist, and fit."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from cleanledger.checks.rule import Rule, Subject, Whole, book_rule, is_entry_id, rule
from cleanledger.i18n import N_, _
from cleanledger.model.finding import Severity
from cleanledger.model.log import LogLine
from cleanledger.model.source import FieldPath, Problem
from cleanledger.model.vocabulary import kind_word

KIND_WANTED: Mapping[str, str] = MappingProxyType(
    {"directives": "directive", "related": "", "risks": "risk", "entries": "", "power": "power"}
)
"""The fields that name entries, and the kind that each wants ("": any)."""
DECIDED = ("no_risk", "approval")
"""The fields whose `meeting` names a record, or a meeting as printed."""
IN_LINES = ("meeting", "same_as", "from", "to")
"""The keys of a log line that name an entry; `to` does in a carry."""


def references(subject: Subject) -> Iterator[tuple[FieldPath, str, str]]:
    """Every entry that is referred to: place, id, and the kind it must be ("": any)."""
    entry = subject.entry
    for key, kind in KIND_WANTED.items():
        value = getattr(entry, key)
        if isinstance(value, str):
            yield (key,), value, kind
        else:
            yield from (((key, index), id_, kind) for index, id_ in enumerate(value or ()))
    for key in DECIDED:
        # As printed, a meeting is any text.
        if (decided := getattr(entry, key)) and is_entry_id(decided.meeting):
            yield (key, "meeting"), decided.meeting, "record"
    for index, line in subject.lines:
        yield from ((("log", index, key), id_, kind) for key, id_, kind in _references_of(line, entry.kind))


def _references_of(line: LogLine, kind: str) -> Iterator[tuple[str, str, str]]:
    wanted = {"meeting": "record"}
    for key in IN_LINES:
        named = getattr(line, "from_" if key == "from" else key)
        if named and (key != "to" or line.did == "carry"):
            yield key, named, wanted.get(key, kind)


@rule("LG205", "unknown-entry", hint=N_("put the id right, or take it out"))
def unknown_entry(subject: Subject) -> Iterator[Problem]:
    """An entry is referred to that is not in the book.

    Why: a reference that leads nowhere hides that something was never entered, or was taken out.

    Example:
        # RW-2024/RW-2024-001.yaml
        title: 开展集体廉政谈话
        directives: [ZS-2024-002]  # LG205
    """
    for field, id_, _kind in references(subject):
        if not is_entry_id(id_) or not subject.exists(id_):
            yield Problem(_("there is no entry {id}", id=id_), field)


@rule(
    "LG206", "wrong-kind-of-entry", hint=N_("name an entry of that kind, or use the key that is meant for it")
)
def wrong_kind_of_entry(subject: Subject) -> Iterator[Problem]:
    """An entry is referred to that is of another kind than the key wants.

    Why: a meeting is a record, a power is a power: roll-ups follow these keys.

    Example:
        # RW-2024/RW-2024-001.yaml
        directives: [JL-2024-001]  # LG206
        # JL-2024/JL-2024-001.yaml
        kind: record
    """
    for field, id_, kind in references(subject):
        other = subject.refers_to(id_) if kind else None
        if other and other.kind != kind:
            yield Problem(
                _(
                    "{id} is a {other}; a {kind} is wanted here",
                    id=id_,
                    other=kind_word(other.kind),
                    kind=kind_word(kind),
                ),
                field,
            )


@rule("LG207", "unknown-campaign", hint=N_("ledger campaign add CODE NAME adds it; or put the code right"))
def unknown_campaign(subject: Subject) -> Iterator[Problem]:
    """A campaign is named that `book.yaml` does not know.

    Why: an entry of a campaign that is not listed is missing from its figures.

    Example:
        # RW-2024/RW-2024-001.yaml
        campaign: ZX-2024-02  # LG207
        # book.yaml
        campaigns:
          - {code: ZX-2024-01, name: 工程建设领域专项治理}
    """
    known = {campaign.code for campaign in subject.setting.book.campaigns}
    if subject.entry.campaign and subject.entry.campaign not in known:
        yield Problem(
            _("there is no campaign {code} in book.yaml", code=subject.entry.campaign), ("campaign",)
        )


@rule(
    "LG210",
    "unknown-record-type",
    hint=N_("write a type that the book has, or add yours to record_types in book.yaml"),
)
def unknown_record_type(subject: Subject) -> Iterator[Problem]:
    """A record is of a type that is neither built in nor in `record_types`.

    Why: duties are counted by type; a type of its own spelling is never counted.

    Example:
        # JL-2024/JL-2024-001.yaml
        kind: record
        id: JL-2024-001
        type: 学习  # LG210
    """
    kind = subject.entry.type
    if kind and kind not in subject.setting.record_types:
        yield Problem(
            _("there is no record type {type}", type=kind),
            ("type",),
            hint=_(
                "known: {types}; ledger policy set record_types+={type} adds it",
                types=" ".join(subject.setting.record_types),
                type=kind,
            ),
        )


@rule("LG211", "void-entry-referred-to", hint=N_("refer to the entry that stands in its place"))
def void_entry_referred_to(subject: Subject) -> Iterator[Problem]:
    """A living entry refers to one that was voided.

    Why: what rests on a voided entry rests on nothing.

    Example:
        # RW-2024/RW-2024-001.yaml
        related: [ZG-2024-003]  # LG211
        # ZG-2024/ZG-2024-003.yaml
        status: void
    """
    if not subject.is_living or subject.entry.kind == "record":
        return
    for field, id_, _kind in references(subject):
        other = subject.refers_to(id_) if field[0] != "log" else None
        if other and other.status == "void":
            yield Problem(_("{id} is void", id=id_), field)


@rule("LG212", "carried-nowhere", hint=N_("adopt it there with from:, or correct where it was carried to"))
def carried_nowhere(subject: Subject) -> Iterator[Problem]:
    """An entry was carried to another that does not say it came from here.

    Why: what leaves one list must arrive in the next, or it is lost between them.

    Example:
        # RW-2024/RW-2024-003.yaml
        log:
          …
          - {date: 2024-08-01, …, did: carry, to: RW-2025-001}  # LG212
        # RW-2025/RW-2025-001.yaml
        log:
          - {date: 2024-08-01, …, did: adopt, status: open, …, row: 3}
    """
    for index, line in subject.lines:
        twin = subject.refers_to(line.to) if line.did == "carry" and line.to else None
        if twin and not any(each.from_ == subject.entry.id for each in twin.log if each.did == "adopt"):
            yield Problem(
                _("{id} was not adopted from {here}", id=twin.id, here=subject.entry.id), ("log", index, "to")
            )


@book_rule(
    "LG214", "unknown-plan", hint=N_("put the code right, or add it: ledger plan add, ledger campaign add")
)
def unknown_plan(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A cover names a plan, theme or campaign that the book does not know.

    Why: the ledger would be missing from the roll-up of the plan it was issued under.

    Example:
        # RW-2024/ledger.yaml
        plan: ZT-2025  # LG214
        # plans.yaml
          - {code: GH-14, …, themes: [{code: ZT-2024, …}]}
    """
    plans = whole.setting.plans.codes()
    campaigns = {campaign.code for campaign in whole.setting.book.campaigns}
    for ledger, cover in whole.setting.covers.items():
        if cover.plan and cover.plan not in plans:
            yield (
                ledger,
                Problem(_("there is no plan or theme {code} in plans.yaml", code=cover.plan), ("plan",)),
            )
        if cover.campaign and cover.campaign not in campaigns:
            yield (
                ledger,
                Problem(_("there is no campaign {code} in book.yaml", code=cover.campaign), ("campaign",)),
            )


@rule(
    "LG216", "retired-entry-referred-to", Severity.WARNING, hint=N_("take it out, or end this entry as well")
)
def retired_entry_referred_to(subject: Subject) -> Iterator[Problem]:
    """A living entry rests on a directive, power or risk that was retired.

    Why: what it was made for is gone; somebody should say whether it still stands.

    Example:
        # RW-2024/RW-2024-001.yaml
        directives: [ZS-2024-002]  # LG216
        # ZS-2024/ZS-2024-002.yaml
        status: retired
    """
    for field, id_, _kind in references(subject) if subject.is_living else ():
        other = subject.refers_to(id_) if field[0] in ("directives", "power", "risks") else None
        if other and other.status == "retired" and subject.entry.kind != "record":
            yield Problem(_("{id} was retired", id=id_), field)


@book_rule("LG217", "plan-not-in-force", hint=N_("name the plan of its day, or put the plan's days right"))
def plan_not_in_force(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A ledger was issued under a plan that had ended by then, or had not begun.

    Why: it would be counted in years that the plan does not cover.

    Example:
        # RW-2024/ledger.yaml
        issued_on: 2024-02-01
        year: 2024
        plan: GH-13  # LG217
        # plans.yaml
          - {code: GH-13, …, from: 2016-01-01, until: 2020-12-31}
    """
    for ledger, cover in whole.setting.covers.items():
        plan = next((p for p in whole.setting.plans.plans if cover.plan in dict(p.named())), None)
        issued = cover.issued_on
        if plan and issued and not (plan.from_ or issued) <= issued <= (plan.until or issued):
            yield (
                ledger,
                Problem(
                    _("the plan {code} was not in force on {day}", code=plan.code, day=issued.isoformat()),
                    ("plan",),
                ),
            )


RULES: tuple[Rule, ...] = (
    unknown_entry,
    wrong_kind_of_entry,
    unknown_campaign,
    unknown_record_type,
    void_entry_referred_to,
    carried_nowhere,
    unknown_plan,
    retired_entry_referred_to,
    plan_not_in_force,
)
