"""LG9xx: the book, its policy, its units and people."""

from collections.abc import Iterator, Sequence

from cleanledger.checks.rule import Rule, Whole, book_rule
from cleanledger.i18n import N_, _
from cleanledger.model.policy import looser_than, policy_on, steps_in_order
from cleanledger.model.source import FieldPath, Problem
from cleanledger.model.units import Holder, Person


@book_rule("LG903", "cover-looser-than-book", hint=N_("take it out of the cover, or make it stricter"))
def cover_looser_than_book(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """The policy on a cover is looser than the book's.

    Why: a ledger may ask more of its unit than the book does, never less.

    Example:
        # book.yaml
            extend: {approver: other_person, most: 1}
        # RW-2024/ledger.yaml
        policy: {extend: {most: 2}}  # LG903
    """
    versions = whole.setting.book.policy
    for ledger, cover in whole.setting.covers.items():
        if cover.policy is None:
            continue
        found: dict[str, None] = {}
        for version in versions or (None,):
            day = version.from_ if version else whole.today
            if cover.sealed and version and version.from_ > cover.sealed.date:
                continue
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


@book_rule("LG904", "policy-out-of-order", hint=N_("put version, day or steps right"))
def policy_out_of_order(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """Policy versions do not follow each other, or steps are not an ordered part of the chain.

    Why: each line is judged by the version of its day; there must be one.

    Example:
        # book.yaml
        policy:
          - from: 2024-01-01
            version: 1
            …
          - {from: 2024-01-01, version: 2}  # LG904
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


@book_rule("LG905", "code-twice", hint=N_("give each a code and a name of its own"))
def code_twice(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """Two units, posts, campaigns or plans have one code, or two units one name.

    Why: a code means one thing; what is typed by name must find one unit.

    Example:
        # units.yaml
        units:
          …
          - {code: GDBH, name: 耕地保护处, aliases: [执法局], …}
          - {code: ZFJ, name: 执法局, …}  # LG905
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
    seen: dict[tuple[str, str], FieldPath] = {}
    for key, field, code in named:
        first = seen.setdefault((key, code), field)
        # A unit that has its own name among its aliases is still found.
        if first != field and not (code.startswith("\0") and first[:2] == field[:2]):
            yield key, Problem(_("{code} is there twice", code=code.lstrip("\0")), field)


@book_rule("LG906", "unit-below-itself", hint=N_("put the parent right: ledger unit set CODE parent=UNIT"))
def unit_below_itself(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """Going up from a unit leads back to it.

    Why: a roll-up would never end.

    Example:
        # units.yaml
        units:
          - {code: ZRZYT, name: 样例局, parent: ZRZYT, …}  # LG906
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


Holding = tuple[FieldPath, Holder]


def _holdings(people: Sequence[Person]) -> Iterator[Holding]:
    yield from (
        (("people", i, "holders", j), holder)
        for i, each in enumerate(people)
        for j, holder in enumerate(each.holders)
    )


@book_rule("LG908", "post-held-by-two", hint=N_("end the one before with until:, or make a second post"))
def post_held_by_two(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """Two people hold one post on the same day.

    Why: a line by that post would be by either of them, and nobody could say by whom.

    Example:
        # units.yaml
        people:
          …
          - {…, holders: [{…, until: 2024-05-31}, {…, from: 2024-05-31}]}  # LG908
    """
    for place, person in enumerate(whole.setting.directory.file.people):
        for index, holder in enumerate(person.holders):
            if any(holder.overlaps(earlier) for earlier in person.holders[:index]):
                yield (
                    "units.yaml",
                    Problem(
                        _("the post {post} has another holder at the same time", post=person.code),
                        ("people", place, "holders", index),
                        hint=_(
                            "ledger person leave {post} --until DATE ends the one before; "
                            "or make a second post",
                            post=person.code,
                        ),
                    ),
                )


@book_rule("LG909", "one-human-two-keys", hint=N_("give all holders who are this one human the same key:"))
def one_human_two_keys(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """Two posts are held under one e-mail address, but not under one key.

    Why: four eyes compare keys, and addresses where there are none; two keys make two people of one.

    Example:
        # units.yaml
        people:
          …
          - {…, holders: [{key: p4, email: p4@office.example, …}]}
          - {…, holders: [{key: p5, email: p4@office.example, …}]}  # LG909
    """
    first: dict[str, Holding] = {}
    for field, holder in _holdings(whole.setting.directory.file.people):
        if holder.email is None:
            continue
        _place, other = first.setdefault(holder.email.lower(), (field, holder))
        if holder.key != other.key:
            yield (
                "units.yaml",
                Problem(
                    _("{email} holds two posts under different keys", email=holder.email),
                    (*field, "key"),
                    hint=_("ledger person set POST key={key} gives this human one key", key=other.key or "K"),
                ),
            )


@book_rule(
    "LG907",
    "ladder-of-unknown-type",
    hint=N_("put the type right, or add it: ledger policy set record_types+=TYPE"),
)
def ladder_of_unknown_type(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A duty, a rung of the ladder or a card is of a record type that the book does not have.

    Why: it would never be found among the records, and be owed for ever.

    Example:
        # book.yaml
          ladder:
            - {type: 提醒信, after: 1}  # LG907
    """
    book, known = whole.setting.book, whole.setting.record_types
    places = [(("duties", i, "type"), duty.type) for i, duty in enumerate(book.duties)]
    places += [(("notice", "ladder", i, "type"), rung.type) for i, rung in enumerate(book.notice.ladder)]  # type: ignore[misc]
    if "cards" in book.notice.model_fields_set:
        places += [(("notice", "cards", i, "type"), card.type) for i, card in enumerate(book.notice.cards)]  # type: ignore[misc]
    for field, kind in places:
        if kind not in known:
            yield "book.yaml", Problem(_("there is no record type {type}", type=kind), field)


RULES: tuple[Rule, ...] = (
    cover_looser_than_book,
    policy_out_of_order,
    code_twice,
    unit_below_itself,
    ladder_of_unknown_type,
    post_held_by_two,
    one_human_two_keys,
)
