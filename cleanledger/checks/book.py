"""LG9xx: the book and its policy."""

from collections.abc import Iterator
from datetime import timedelta

from cleanledger.checks.rule import Rule, Subject, Whole, book_rule, rule
from cleanledger.i18n import _
from cleanledger.model.finding import Severity
from cleanledger.model.policy import looser_than, policy_on, steps_in_order
from cleanledger.model.source import FieldPath, Problem

MOST_ACCEPTED_DAYS = 366
NEVER_ACCEPTED = ("LG0", "LG1", "LG6", "LG7")


@rule("LG901", "acceptance-over", Severity.WARNING)
def acceptance_over(subject: Subject) -> Iterator[Problem]:
    """A finding was accepted until a day that has passed.

    Why: an exception is for a time; then it is put right or accepted anew.
    """
    for index, accepted in enumerate(subject.entry.accepted):
        if accepted.until < subject.today and subject.is_living:
            yield Problem(
                _("{code} was accepted until {day}", code=accepted.code, day=accepted.until.isoformat()),
                ("accepted", index, "until"),
                hint=_("put it right, or take this item out"),
            )


@rule("LG902", "acceptance-not-allowed")
def acceptance_not_allowed(subject: Subject) -> Iterator[Problem]:
    """A finding was accepted that nobody can accept, or for longer than 366 days.

    Why: what cannot be read, changes of the past and questions of who did it are never a matter of taste.
    """
    for index, accepted in enumerate(subject.entry.accepted):
        if accepted.code.startswith(NEVER_ACCEPTED):
            yield Problem(_("{code} cannot be accepted", code=accepted.code), ("accepted", index, "code"))
        if not accepted.date <= accepted.until <= accepted.date + timedelta(days=MOST_ACCEPTED_DAYS):
            yield Problem(
                _("accepted for at most {days} days from its date", days=MOST_ACCEPTED_DAYS),
                ("accepted", index, "until"),
            )


@book_rule("LG903", "cover-looser-than-book")
def cover_looser_than_book(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """The policy on a cover is looser than the book's.

    Why: a ledger may ask more of its unit than the book does, never less.
    """
    versions = whole.setting.book.policy
    for ledger, cover in whole.setting.covers.items():
        if cover.policy is None:
            continue
        found: dict[str, None] = {}
        for version in versions or (None,):
            day = version.from_ if version else whole.today
            found.update(
                dict.fromkeys(
                    looser_than(policy_on(versions, None, day), policy_on(versions, cover.policy, day))
                )
            )
        for name in found:
            yield (
                ledger,
                Problem(_("{name} is looser than the book's", name=name), ("policy", *name.split("."))),
            )


@book_rule("LG904", "policy-out-of-order")
def policy_out_of_order(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """Policy versions do not follow each other, or steps are not an ordered part of the chain.

    Why: each line is judged by the version of its day; there must be one.
    """
    versions = whole.setting.book.policy
    for index in range(1, len(versions)):
        if (
            versions[index].from_ <= versions[index - 1].from_
            or versions[index].version <= versions[index - 1].version
        ):
            yield (
                "book.yaml",
                Problem(
                    _("each version counts up and begins after the one before"), ("policy", index, "version")
                ),
            )
    for index, version in enumerate(versions):
        yield from (("book.yaml", each) for each in _steps(version, ("policy", index)))
    for ledger, cover in whole.setting.covers.items():
        if cover.policy:
            yield from ((ledger, each) for each in _steps(cover.policy, ("policy",)))


def _steps(rules: object, where: FieldPath) -> Iterator[Problem]:
    for kind in ("task", "rectification"):
        part = getattr(rules, kind)
        if part and part.steps is not None and not steps_in_order(part.steps):
            yield Problem(
                _("steps stand in the order start, submit, verify, publish, close, and end in close"),
                (*where, kind, "steps"),
            )


@book_rule("LG905", "code-twice")
def code_twice(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """Two units, posts, campaigns or plans have one code, or two units one name.

    Why: a code means one thing; what is typed by name must find one unit.
    """
    directory, book = whole.setting.directory.file, whole.setting.book
    named: list[tuple[str, FieldPath, str]] = []
    for index, unit in enumerate(directory.units):
        named.append(("units.yaml", ("units", index, "code"), unit.code))
        named += [
            ("units.yaml", ("units", index, "aliases", i), "\0" + name) for i, name in enumerate(unit.aliases)
        ]
        named.append(("units.yaml", ("units", index, "name"), "\0" + unit.name))
    named += [("units.yaml", ("people", i, "code"), person.code) for i, person in enumerate(directory.people)]
    named += [("book.yaml", ("campaigns", i, "code"), each.code) for i, each in enumerate(book.campaigns)]
    for index, plan in enumerate(whole.setting.plans.plans):
        named.append(("plans.yaml", ("plans", index, "code"), plan.code))
        named += [
            ("plans.yaml", ("plans", index, "themes", i, "code"), each.code)
            for i, each in enumerate(plan.themes)
        ]
    seen: set[tuple[str, str]] = set()
    for key, field, code in named:
        if (key, code) in seen:
            yield key, Problem(_("{code} is there twice", code=code.lstrip("\0")), field)
        seen.add((key, code))


@book_rule("LG906", "unit-below-itself")
def unit_below_itself(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """Going up from a unit leads back to it.

    Why: a roll-up would never end.
    """
    directory = whole.setting.directory
    for index, unit in enumerate(directory.file.units):
        above = [
            directory.units[code].parent
            for code in directory.ancestors(unit.code, whole.today)
            if code in directory.units
        ]
        if unit.code in above:
            yield (
                "units.yaml",
                Problem(_("{code} stands below itself", code=unit.code), ("units", index, "parent")),
            )


@book_rule("LG907", "ladder-of-unknown-type")
def ladder_of_unknown_type(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A duty or a rung of the ladder is of a record type that the book does not have.

    Why: it would never be found among the records, and be owed for ever.
    """
    book, known = whole.setting.book, whole.setting.record_types
    places = [(("duties", i, "type"), duty.type) for i, duty in enumerate(book.duties)]
    places += [(("notice", "ladder", i, "type"), rung.type) for i, rung in enumerate(book.notice.ladder)]  # type: ignore[misc]
    for field, kind in places:
        if kind not in known:
            yield "book.yaml", Problem(_("there is no record type {type}", type=kind), field)


RULES: tuple[Rule, ...] = (
    acceptance_over,
    acceptance_not_allowed,
    cover_looser_than_book,
    policy_out_of_order,
    code_twice,
    unit_below_itself,
    ladder_of_unknown_type,
)
