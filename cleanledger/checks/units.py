"""LG2xx: the units and posts that are named must exist, and be there on the day."""

import re
from collections.abc import Iterator
from datetime import date

from cleanledger.checks.rule import Rule, Subject, Whole, book_rule, rule
from cleanledger.i18n import N_, _
from cleanledger.model.entry import Entry
from cleanledger.model.scalars import POST
from cleanledger.model.source import FieldPath, Problem
from cleanledger.model.units import Unit
from cleanledger.model.vocabulary import listed


def unit_fields(entry: Entry) -> Iterator[tuple[FieldPath, str]]:
    """Every unit that the fields of `entry` name now, with its place."""
    for key in ("lead_unit", "acceptance_unit", "party_branch", "held_by"):
        if code := getattr(entry, key):
            yield (key,), code
    for key in ("units", "to"):
        yield from (((key, index), code) for index, code in enumerate(getattr(entry, key)))
    yield from ((("measures", i, "unit"), each.unit) for i, each in enumerate(entry.measures) if each.unit)


def _acting_units(subject: Subject) -> Iterator[tuple[FieldPath, str, date]]:
    """Every unit that the log names as acting, and the day it acted."""
    for index, line in subject.lines:
        for key in ("actor", "approved_by", "refused_by"):
            code = getattr(line, key)
            if code and code[0].isupper():
                yield ("log", index, key), code, line.date


def _past_units(subject: Subject) -> Iterator[tuple[FieldPath, str]]:
    yield from (
        (("evidence", i, "held_by"), each.held_by)
        for i, each in enumerate(subject.entry.evidence)
        if each.held_by
    )
    yield from ((field, code) for field, code, _day in _acting_units(subject))
    for index, line in subject.lines:
        if line.lead_unit:
            yield ("log", index, "lead_unit"), line.lead_unit
        if line.did == "transfer" and line.field == "lead_unit":
            yield from (
                (("log", index, key), str(value)) for key in ("was", "now") if (value := getattr(line, key))
            )


@rule(
    "LG201", "unknown-unit", hint=N_("ledger unit list shows the units; ledger unit add CODE NAME adds one")
)
def unknown_unit(subject: Subject) -> Iterator[Problem]:
    """A unit is named that `units.yaml` does not know.

    Why: what stands under a code that nobody has is counted for nobody.

    Example:
        # RW-2024/RW-2024-001.yaml
        lead_unit: GDBH
        units: [ZFX]  # LG201
        # units.yaml
          - {code: GDBH, name: 耕地保护处, …}
          - {code: ZFJ, name: 执法局, …}
    """
    known = subject.setting.directory.units
    for field, code in (*unit_fields(subject.entry), *_past_units(subject)):
        if code not in known:
            yield _unknown_unit(field, code)


def _unknown_unit(field: FieldPath, code: str) -> Problem:
    return Problem(
        _("there is no unit {code} in units.yaml", code=code),
        field,
        hint=_("ledger unit list shows the units; ledger unit add {code} NAME adds it", code=code),
    )


@rule(
    "LG202",
    "ended-unit",
    hint=N_("name the unit that answers now; in the log, the one that was there on that day"),
)
def ended_unit(subject: Subject) -> Iterator[Problem]:
    """A unit is named that does not exist on the day: it has ended, or has not begun.

    Why: nobody answers for what a dissolved unit still has to do, and what is gone does not act.

    Example:
        # RW-2024/RW-2024-001.yaml
        lead_unit: GDBH
        units: [TDLY]  # LG202
        # units.yaml
          - {code: TDLY, …, until: 2023-12-31, into: [GDBH]}
    """
    present = ((field, code, subject.day) for field, code in unit_fields(subject.entry))
    for field, code, day in (*present, *_acting_units(subject)):
        unit = subject.setting.directory.units.get(code)
        if unit and not unit.exists_on(day):
            yield Problem(
                _("the unit {code} does not exist on {day}", code=code, day=day.isoformat()),
                field,
                hint=_hint_for_ended(field, unit),
            )


def _hint_for_ended(field: FieldPath, unit: Unit) -> str:
    if field[0] in ("log", "held_by", "to"):
        return _("name the unit that was there on that day")
    if unit.into:
        return _(
            "it was merged into {units}: ledger unit handover {code} --to {unit} passes its open entries",
            units=listed(unit.into), code=unit.code, unit=unit.into[0],
        )  # fmt: skip
    return _(
        "name the unit that answers now: ledger unit handover {code} --to UNIT passes its open entries",
        code=unit.code,
    )


def _people(subject: Subject) -> Iterator[tuple[FieldPath, str, date | None]]:
    """Every post that is named, and the day on which somebody must have held it (None: any)."""
    entry = subject.entry
    for index, line in subject.lines:
        for key, day in (
            ("by", line.typed_on),
            ("actor", line.date),
            ("approved_by", line.date),
            ("refused_by", line.date),
        ):
            post = getattr(line, key)
            if post and post[0].islower():
                yield ("log", index, key), post, day
    yield from ((("evidence", i, "by"), each.by, None) for i, each in enumerate(entry.evidence))
    yield from ((("accepted", i, "by"), each.by, each.date) for i, each in enumerate(entry.accepted))
    # An owner may be a post of the book, or whatever the list has printed.
    if entry.owner and re.fullmatch(POST, entry.owner):
        yield ("owner",), entry.owner, subject.day if subject.is_living else None


def _unknown_person(field: FieldPath, post: str) -> Problem:
    return Problem(
        _("there is no post {post} in units.yaml", post=post),
        field,
        hint=_("ledger person list shows the posts; ledger person add {post} --unit UNIT adds it", post=post),
    )


@rule(
    "LG203",
    "unknown-person",
    hint=N_("ledger person list shows the posts; ledger person add POST --unit UNIT adds one"),
)
def unknown_person(subject: Subject) -> Iterator[Problem]:
    """A post is named that `units.yaml` does not know.

    Why: an act of nobody cannot be answered for.

    Example:
        # RW-2024/RW-2024-001.yaml
        owner: gdbh-clark  # LG203
        # units.yaml
          - {code: gdbh-clerk, unit: GDBH, roles: [clerk], …}
    """
    for field, post, _day in _people(subject):
        if post not in subject.setting.directory.people:
            yield _unknown_person(field, post)


@rule(
    "LG204",
    "vacant-post",
    hint=N_("name who did it, or who does it now: ledger person list shows who holds which post"),
)
def vacant_post(subject: Subject) -> Iterator[Problem]:
    """A post acted, or owns the entry, on a day on which nobody held it.

    Why: who moved on cannot act, and who has not come yet cannot have acted.

    Example:
        # RW-2024/RW-2024-001.yaml
        log:
          …
          - {date: 2024-06-01, by: zfj-clerk, did: progress, …}  # LG204
        # units.yaml
          - {code: zfj-clerk, …, holders: [{…, until: 2024-05-31}]}
    """
    for field, post, day in _people(subject):
        person = subject.setting.directory.people.get(post)
        if day and person and person.holders and not person.holder_on(day):
            yield Problem(
                _("nobody held the post {post} on {day}", post=post, day=day.isoformat()),
                field,
            )


@rule("LG208", "lead-among-partners", hint=N_("take it out of the units"))
def lead_among_partners(subject: Subject) -> Iterator[Problem]:
    """The lead unit also stands among the units that take part.

    Why: exactly one unit answers; counted in both places it would answer to itself.

    Example:
        # RW-2024/RW-2024-001.yaml
        lead_unit: GDBH
        units: [GDBH]  # LG208
    """
    for index, code in enumerate(subject.entry.units):
        if code == subject.entry.lead_unit:
            yield Problem(_("the lead unit {code} also stands among the units", code=code), ("units", index))


@rule("LG209", "acceptance-by-lead-unit", hint=N_("name the unit that verifies, or take the key out"))
def acceptance_by_lead_unit(subject: Subject) -> Iterator[Problem]:
    """The unit that is to verify is the lead unit itself.

    Why: nobody accepts their own work.

    Example:
        # ZG-2024/ZG-2024-002.yaml
        lead_unit: GDBH
        acceptance_unit: GDBH  # LG209
    """
    entry = subject.entry
    if entry.acceptance_unit and entry.acceptance_unit == entry.lead_unit:
        yield Problem(
            _("the acceptance unit is the lead unit {code}", code=entry.acceptance_unit), ("acceptance_unit",)
        )


@book_rule(
    "LG213",
    "unknown-unit-in-settings",
    hint=N_("ledger unit list shows the units; ledger unit add CODE NAME adds one"),
)
def unknown_unit_in_settings(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A cover, a duty, a post or a unit names a unit that `units.yaml` does not know.

    Why: as for entries: it would count for nobody.

    Example:
        # book.yaml
        duties:
          - {type: 调度, held_by: JGDX, every: 1 month, …}  # LG213
        # units.yaml
          - {code: JGDW, name: 机关党委, …}
    """
    known = whole.setting.directory.units
    named: list[tuple[str, FieldPath, str | None]] = []
    for ledger, cover in whole.setting.covers.items():
        named.append((ledger, ("keeper",), cover.keeper))
        named += [(ledger, ("former", i, "keeper"), each.keeper) for i, each in enumerate(cover.former)]
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
        named += [
            ("units.yaml", ("units", index, "former", i, "parent"), former.parent)
            for i, former in enumerate(unit.former)
        ]
        named += [("units.yaml", ("units", index, "into", i), code) for i, code in enumerate(unit.into)]
    named += [
        ("units.yaml", ("people", index, "unit"), person.unit)
        for index, person in enumerate(whole.setting.directory.file.people)
    ]
    yield from ((key, _unknown_unit(field, code)) for key, field, code in named if code and code not in known)


@book_rule(
    "LG215",
    "unknown-person-in-settings",
    hint=N_("ledger person list shows the posts; ledger person add POST --unit UNIT adds one"),
)
def unknown_person_in_settings(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A cover names a post that `units.yaml` does not know.

    Why: as for entries: nobody could answer for it.

    Example:
        # RW-2024/ledger.yaml
        defaults: {owner: gdbh-clark}  # LG215
        # units.yaml
          - {code: gdbh-clerk, unit: GDBH, roles: [clerk], …}
    """
    for ledger, cover in whole.setting.covers.items():
        for field, post in (
            (("defaults", "owner"), cover.defaults.owner),
            (("sealed", "by"), cover.sealed.by if cover.sealed else None),
        ):
            if post and post not in whole.setting.directory.people:
                yield ledger, _unknown_person(field, post)


RULES: tuple[Rule, ...] = (
    unknown_unit,
    ended_unit,
    unknown_person,
    vacant_post,
    lead_among_partners,
    acceptance_by_lead_unit,
    unknown_unit_in_settings,
    unknown_person_in_settings,
)
