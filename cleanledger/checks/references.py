"""LG2xx: what an entry refers to must exist, be of the right kind, and not have ended."""

from collections.abc import Iterator

from cleanledger.checks.rule import Rule, Subject, Whole, book_rule, rule
from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.log import LogLine
from cleanledger.model.source import FieldPath, Problem


def unit_fields(entry: Entry) -> Iterator[tuple[FieldPath, str]]:
    """Every unit that the fields of `entry` name now, with its place."""
    for key in ("lead_unit", "acceptance_unit", "party_branch", "held_by"):
        if code := getattr(entry, key):
            yield (key,), code
    for key in ("units", "to"):
        yield from (((key, index), code) for index, code in enumerate(getattr(entry, key)))
    yield from ((("measures", i, "unit"), each.unit) for i, each in enumerate(entry.measures) if each.unit)


def _past_units(entry: Entry) -> Iterator[tuple[FieldPath, str]]:
    yield from (
        (("evidence", i, "held_by"), each.held_by) for i, each in enumerate(entry.evidence) if each.held_by
    )
    for index, line in enumerate(entry.log):
        for key in ("lead_unit", "actor", "approved_by", "refused_by"):
            code = getattr(line, key)
            if code and code[0].isupper():
                yield ("log", index, key), code
        if line.did == "transfer" and line.field == "lead_unit":
            yield from (
                ((("log", index, key)), str(value)) for key in ("was", "now") if (value := getattr(line, key))
            )


@rule("LG201", "unknown-unit")
def unknown_unit(subject: Subject) -> Iterator[Problem]:
    """A unit is named that `units.yaml` does not know.

    Why: what stands under a code that nobody has is counted for nobody.
    """
    known = subject.setting.directory.units
    for field, code in (*unit_fields(subject.entry), *_past_units(subject.entry)):
        if code not in known:
            yield _unknown_unit(field, code)


def _unknown_unit(field: FieldPath, code: str) -> Problem:
    return Problem(
        _("there is no unit {code} in units.yaml", code=code),
        field,
        hint=_("ledger unit list shows the units; ledger unit add {code} NAME adds it", code=code),
    )


@rule("LG202", "ended-unit")
def ended_unit(subject: Subject) -> Iterator[Problem]:
    """A unit is named that does not exist on the day: it has ended, or has not begun.

    Why: nobody answers for what a dissolved unit still has to do.
    """
    for field, code in unit_fields(subject.entry):
        unit = subject.setting.directory.units.get(code)
        if unit and not unit.exists_on(subject.day):
            into = ", ".join(unit.into)
            yield Problem(
                _("the unit {code} does not exist on {day}", code=code, day=subject.day.isoformat()),
                field,
                hint=_("it was merged into {units}: transfer the entry", units=into)
                if into
                else _("transfer the entry"),
            )


def _people(entry: Entry) -> Iterator[tuple[FieldPath, str]]:
    for index, line in enumerate(entry.log):
        for key in ("by", "actor", "approved_by", "refused_by"):
            post = getattr(line, key)
            if post and post[0].islower():
                yield ("log", index, key), post
    yield from ((("evidence", i, "by"), each.by) for i, each in enumerate(entry.evidence))
    yield from ((("accepted", i, "by"), each.by) for i, each in enumerate(entry.accepted))
    if entry.owner and entry.owner.isascii() and entry.owner[0].islower():
        yield ("owner",), entry.owner


@rule("LG203", "unknown-person")
def unknown_person(subject: Subject) -> Iterator[Problem]:
    """A post is named that `units.yaml` does not know.

    Why: an act of nobody cannot be answered for.
    """
    for field, post in _people(subject.entry):
        if post not in subject.setting.directory.people:
            yield Problem(
                _("there is no post {post} in units.yaml", post=post),
                field,
                hint=_(
                    "ledger person list shows the posts; ledger person add {post} --unit UNIT adds it",
                    post=post,
                ),
            )


@rule("LG204", "vacant-post")
def vacant_post(subject: Subject) -> Iterator[Problem]:
    """A post acted on a day on which nobody held it.

    Why: who moved on cannot act, and who has not come yet cannot have acted.
    """
    for index, line in enumerate(subject.entry.log):
        for key, post, day in (
            ("by", line.by, line.typed_on),
            ("actor", line.actor, line.date),
            ("approved_by", line.approved_by, line.date),
            ("refused_by", line.refused_by, line.date),
        ):
            person = subject.setting.directory.people.get(post or "")
            if person and person.holders and not person.holder_on(day):
                yield Problem(
                    _("nobody held the post {post} on {day}", post=person.code, day=day.isoformat()),
                    ("log", index, key),
                )


def references(entry: Entry) -> Iterator[tuple[FieldPath, str, str]]:
    """Every entry that `entry` refers to: place, id, and the kind it must be ("": any)."""
    for key, kind in (("directives", "directive"), ("related", ""), ("risks", "risk"), ("entries", "")):
        yield from (((key, index), id_, kind) for index, id_ in enumerate(getattr(entry, key)))
    if entry.power:
        yield ("power",), entry.power, "power"
    for key in ("no_risk", "approval"):
        if decided := getattr(entry, key):
            yield (key, "meeting"), decided.meeting, "record"
    for index, line in enumerate(entry.log):
        yield from ((("log", index, key), id_, kind) for key, id_, kind in _references_of(line, entry.kind))


def _references_of(line: LogLine, kind: str) -> Iterator[tuple[str, str, str]]:
    if line.meeting:
        yield "meeting", line.meeting, "record"
    if line.same_as:
        yield "same_as", line.same_as, kind
    if line.did == "carry" and line.to:
        yield "to", line.to, kind
    if line.from_:
        yield "from", line.from_, kind


@rule("LG205", "unknown-entry")
def unknown_entry(subject: Subject) -> Iterator[Problem]:
    """An entry is referred to that is not in the book.

    Why: a reference that leads nowhere hides that something was never entered, or was taken out.
    """
    for field, id_, _kind in references(subject.entry):
        if not subject.exists(id_):
            yield Problem(_("there is no entry {id}", id=id_), field)


@rule("LG206", "wrong-kind-of-entry")
def wrong_kind_of_entry(subject: Subject) -> Iterator[Problem]:
    """An entry is referred to that is of another kind than the key wants.

    Why: a meeting is a record, a power is a power: roll-ups follow these keys.
    """
    for field, id_, kind in references(subject.entry):
        other = subject.lookup(id_) if kind else None
        if other and other.kind != kind:
            yield Problem(
                _("{id} is a {other}; a {kind} is wanted here", id=id_, other=_(other.kind), kind=_(kind)),
                field,
            )


@rule("LG207", "unknown-campaign")
def unknown_campaign(subject: Subject) -> Iterator[Problem]:
    """A campaign is named that `book.yaml` does not know.

    Why: an entry of a campaign that is not listed is missing from its figures.
    """
    known = {campaign.code for campaign in subject.setting.book.campaigns}
    if subject.entry.campaign and subject.entry.campaign not in known:
        yield Problem(
            _("there is no campaign {code} in book.yaml", code=subject.entry.campaign), ("campaign",)
        )


@rule("LG208", "lead-among-partners")
def lead_among_partners(subject: Subject) -> Iterator[Problem]:
    """The lead unit also stands among the units that take part.

    Why: exactly one unit answers; counted in both places it would answer to itself.
    """
    for index, code in enumerate(subject.entry.units):
        if code == subject.entry.lead_unit:
            yield Problem(_("the lead unit {code} also stands among the units", code=code), ("units", index))


@rule("LG209", "acceptance-by-lead-unit")
def acceptance_by_lead_unit(subject: Subject) -> Iterator[Problem]:
    """The unit that is to verify is the lead unit itself.

    Why: nobody accepts their own work.
    """
    entry = subject.entry
    if entry.acceptance_unit and entry.acceptance_unit == entry.lead_unit:
        yield Problem(
            _("the acceptance unit is the lead unit {code}", code=entry.acceptance_unit), ("acceptance_unit",)
        )


@rule("LG210", "unknown-record-type")
def unknown_record_type(subject: Subject) -> Iterator[Problem]:
    """A record is of a type that is neither built in nor in `record_types`.

    Why: duties are counted by type; a type of its own spelling is never counted.
    """
    kind = subject.entry.type
    if kind and kind not in subject.setting.record_types:
        yield Problem(
            _("there is no record type {type}", type=kind),
            ("type",),
            hint=_(
                "known: {types}; more are listed in record_types of book.yaml",
                types=" ".join(subject.setting.record_types),
            ),
        )


@rule("LG211", "void-entry-referred-to")
def void_entry_referred_to(subject: Subject) -> Iterator[Problem]:
    """A living entry refers to one that was voided.

    Why: what rests on a voided entry rests on nothing.
    """
    if not subject.is_living or subject.entry.kind == "record":
        return
    for field, id_, _kind in references(subject.entry):
        other = subject.lookup(id_) if field[0] != "log" else None
        if other and other.status == "void":
            yield Problem(
                _("{id} is void", id=id_), field, hint=_("refer to the entry that stands in its place")
            )


@rule("LG212", "carried-nowhere")
def carried_nowhere(subject: Subject) -> Iterator[Problem]:
    """An entry was carried to another that does not say it came from here.

    Why: what leaves one list must arrive in the next, or it is lost between them.
    """
    for index, line in enumerate(subject.entry.log):
        twin = subject.lookup(line.to) if line.did == "carry" and line.to else None
        if twin and not any(each.from_ == subject.entry.id for each in twin.log if each.did == "adopt"):
            yield Problem(
                _("{id} was not adopted from {here}", id=twin.id, here=subject.entry.id), ("log", index, "to")
            )


@book_rule("LG213", "unknown-unit-in-settings")
def unknown_unit_in_settings(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A cover, a duty, a post or a unit names a unit that `units.yaml` does not know.

    Why: as for entries: it would count for nobody.
    """
    known = whole.setting.directory.units
    named: list[tuple[str, FieldPath, str | None]] = []
    for ledger, cover in whole.setting.covers.items():
        named.append((ledger, ("keeper",), cover.keeper))
        named += [
            (ledger, ("defaults", key), getattr(cover.defaults, key))
            for key in ("lead_unit", "acceptance_unit", "party_branch")
        ]
    named += [
        ("book.yaml", ("duties", i, "held_by"), duty.held_by)
        for i, duty in enumerate(whole.setting.book.duties)
    ]
    for index, unit in enumerate(whole.setting.directory.file.units):
        named.append(("units.yaml", ("units", index, "parent"), unit.parent))
        named += [("units.yaml", ("units", index, "into", i), code) for i, code in enumerate(unit.into)]
    named += [
        ("units.yaml", ("people", index, "unit"), person.unit)
        for index, person in enumerate(whole.setting.directory.file.people)
    ]
    yield from ((key, _unknown_unit(field, code)) for key, field, code in named if code and code not in known)


@book_rule("LG214", "unknown-plan")
def unknown_plan(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A cover names a plan, theme or campaign that the book does not know.

    Why: the ledger would be missing from the roll-up of the plan it was issued under.
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


RULES: tuple[Rule, ...] = (
    unknown_unit,
    ended_unit,
    unknown_person,
    vacant_post,
    unknown_entry,
    wrong_kind_of_entry,
    unknown_campaign,
    lead_among_partners,
    acceptance_by_lead_unit,
    unknown_record_type,
    void_entry_referred_to,
    carried_nowhere,
    unknown_unit_in_settings,
    unknown_plan,
)
