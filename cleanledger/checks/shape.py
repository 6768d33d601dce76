"""LG1xx: identity and shape. The models find most of these; the rest are rules on names and numbers."""

from collections import Counter
from collections.abc import Iterator

from cleanledger.checks.rule import Rule, Subject, Whole, book_rule, rule, stated
from cleanledger.i18n import N_, _
from cleanledger.model.entry import BOUNDS
from cleanledger.model.source import FieldPath, Problem, Related
from cleanledger.model.vocabulary import kind_word

LEAST_DIGITS = 3
"""An entry's number has so many digits, or more where the number is larger."""


@rule(
    "LG101",
    "id-is-not-file-name",
    hint=N_("give the file the name of its id, or the id the name of its file"),
)
def id_is_not_file_name(subject: Subject) -> Iterator[Problem]:
    """The id in a file differs from the file's name.

    Why: an id gives its path without a search, and two files can never claim one id.

    Example:
        # RW-2024/RW-2024-001.yaml
        kind: task
        id: RW-2024-007  # LG101
        title: 开展集体廉政谈话
    """
    name = subject.document.path.rpartition("/")[2].removesuffix(".yaml")
    if subject.entry.id != name:
        yield Problem(
            _("the id is {id}, but the file is named {name}", id=subject.entry.id, name=name + ".yaml"),
            ("id",),
        )


@rule("LG106", "kind-is-not-the-ledgers", hint=N_("put it in a ledger of its kind"))
def kind_is_not_the_ledgers(subject: Subject) -> Iterator[Problem]:
    """An entry is of another kind than its ledger.

    Why: one list holds one kind of thing; counts and lifecycles rest on it.

    Example:
        # RW-2024/RW-2024-001.yaml
        kind: rectification  # LG106
        id: RW-2024-001
        title: 开展集体廉政谈话
        # RW-2024/ledger.yaml
        kind: task
    """
    cover = subject.setting.covers.get(subject.entry.ledger)
    if cover and cover.kind != subject.entry.kind:
        yield Problem(
            _(
                "this is a {kind}, but the ledger {ledger} is of {cover_kind}",
                kind=kind_word(subject.entry.kind),
                ledger=subject.entry.ledger,
                cover_kind=kind_word(cover.kind),
            ),
            ("kind",),
        )


@rule("LG111", "measure-number-twice", hint=N_("give it the next free number"))
def measure_number_twice(subject: Subject) -> Iterator[Problem]:
    """Two measures of an entry have one number.

    Why: the log speaks of measures by number.

    Example:
        # RW-2024/RW-2024-001.yaml
        measures:
          - {num: 1, text: 制定谈话方案, due: 2024-09-30}
          - {num: 1, text: 逐人签字背书}  # LG111
    """
    seen: dict[int, int] = {}
    for index, measure in enumerate(subject.entry.measures):
        first = seen.setdefault(measure.num, index)
        if first != index:
            place = subject.document.place(("measures", first, "num"))
            yield Problem(
                _("measure {num} is there twice", num=measure.num),
                ("measures", index, "num"),
                related=(Related(subject.document.path, place.line, place.column, _("the first one")),),
            )


def _figures(subject: Subject) -> Iterator[tuple[FieldPath, int | None, int, int | None]]:
    """Numbers that have bounds: place, value, least, most (None: none)."""
    for (*above, key), (least, most) in BOUNDS.items():
        if not above:
            yield (key,), getattr(subject.entry, key), least, most
        for name in above:
            for index, item in enumerate(getattr(subject.entry, name)):
                yield (name, index, key), getattr(item, key), least, most


@rule("LG113", "number-out-of-range", hint=N_("put the number right"))
def number_out_of_range(subject: Subject) -> Iterator[Problem]:
    """A number lies outside of what it can be: 1 to 5, 0 to 100, or from 1 on.

    Why: a likelihood of 50 was meant otherwise, and would head every list.

    Example:
        # FX-2024/FX-2024-001.yaml
        level: high
        likelihood: 6  # LG113
    """
    for field, value, least, most in _figures(subject):
        if value is not None and (value < least or (most is not None and value > most)):
            yield Problem(
                _("{value} does not lie between {least} and {most}", value=value, least=least, most=most)
                if most is not None
                else _("{value} is less than {least}", value=value, least=least),
                field,
            )


@rule("LG114", "number-with-needless-zeros", hint=N_("name id and file with the shorter number"))
def number_with_needless_zeros(subject: Subject) -> Iterator[Problem]:
    """The number of an entry has more than three digits and begins with 0.

    Why: RW-2024-0001 and RW-2024-001 would be two entries with one number.

    Example:
        # RW-2024/RW-2024-0003.yaml
        kind: task
        id: RW-2024-0003  # LG114
        title: 梳理审批流程
    """
    number = subject.entry.id.rpartition("-")[2]
    if len(number) > LEAST_DIGITS and number.startswith("0"):
        plain = f"{subject.entry.ledger}-{subject.entry.number:03}"
        yield Problem(_("{id} is written {plain}", id=subject.entry.id, plain=plain), ("id",))


@book_rule("LG112", "alias-taken", hint=N_("give it up: old papers speak of the other entry"))
def alias_taken(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A former id is also the id, or a former id, of another entry.

    Why: a number is never used again: old papers speak of it.

    Example:
        # RW-2024/RW-2024-001.yaml
        id: RW-2024-001
        …
        aliases: [RW-2024-002]  # LG112
        # RW-2024/RW-2024-002.yaml
        id: RW-2024-002
    """
    claims = Counter(alias for entry in whole.entries.values() for alias in set(entry.aliases))
    for entry in whole.entries.values():
        for index, alias in enumerate(entry.aliases):
            if alias in whole.entries or claims[alias] > 1:
                yield (
                    entry.id,
                    Problem(_("{alias} is taken by another entry", alias=alias), ("aliases", index)),
                )


RULES: tuple[Rule, ...] = (
    id_is_not_file_name,
    stated(
        "LG102",
        "stray-file",
        """A file lies in a ledger's folder that is neither its cover nor an entry.

        Why: nobody reads it, and whoever put it there believes otherwise.

        Example:
            # RW-2024/填表说明.yaml  # LG102
            title: 填表说明
        """,
        hint=N_("name the file of an entry by its id; keep other files elsewhere"),
    ),
    stated(
        "LG103",
        "unknown-key",
        """A key stands there that no model has.

        Why: mostly it is a slip of the pen, and its value would be lost.

        Example:
            # RW-2024/RW-2024-001.yaml
            units: [ZFJ]
            leeder: 分管副局长  # LG103
        """,
        hint=N_("take the key out, or write it as the others do"),
    ),
    stated(
        "LG104",
        "missing-key",
        """A key that must be there is missing.

        Why: without its unit or its deadline nobody answers for an entry.

        Example:
            # RW-2024/RW-2024-001.yaml
            kind: task  # LG104
            id: RW-2024-001
            title: 开展集体廉政谈话
            directives: [ZS-2024-001]
            units: [ZFJ]
        """,
        hint=N_("add it"),
    ),
    stated(
        "LG105",
        "wrong-value",
        """A value is not of the shape that its key wants.

        Why: nobody can keep a deadline on a day that does not exist.

        Example:
            # RW-2024/RW-2024-001.yaml
            owner: gdbh-clerk
            due: 2024-11-31  # LG105
        """,
        hint=N_("write it as the message says"),
    ),
    kind_is_not_the_ledgers,
    stated(
        "LG107",
        "ledger-without-cover",
        """A folder holds entries, but no cover `ledger.yaml`.

        Why: nobody can say what list they belong to, and who keeps it.

        Example:
            # XC-2024/XC-2024-001.yaml
            kind: task
            id: XC-2024-001
            title: 巡查在建项目
            # XC-2024/ledger.yaml  # LG107
        """,
        hint=N_("ledger new makes a ledger with its cover"),
    ),
    stated(
        "LG108",
        "key-of-another-kind",
        """A key stands in an entry that only other kinds have.

        Why: nothing reads it there, and whoever wrote it relies on it.

        Example:
            # RW-2024/RW-2024-001.yaml
            leader: 分管副局长
            acceptance_unit: JGJW  # LG108
        """,
        hint=N_("take the key out"),
    ),
    stated(
        "LG109",
        "entry-in-wrong-folder",
        """A file lies in another folder than that of the ledger its id names.

        Why: an id gives its path without a search; elsewhere nobody finds the file.

        Example:
            # ZG-2024/RW-2024-003.yaml  # LG109
            kind: task
            id: RW-2024-003
            title: 梳理审批流程
        """,
        hint=N_("put the file into the folder of its ledger, or give it an id of this one"),
    ),
    stated(
        "LG110",
        "key-of-another-verb",
        """A log line holds a key that does not go with what it did.

        Why: a line says what its act says, and nothing that looks like another act.

        Example:
            # RW-2024/RW-2024-002.yaml
            log:
              - {date: 2024-02-05, by: jgdw-clerk, did: add, …}
              - {date: …, by: gdbh-clerk, did: start, opinion: 马上就办}  # LG110
        """,
        hint=N_("take the key out, or use the verb that it belongs to"),
    ),
    measure_number_twice,
    alias_taken,
    number_out_of_range,
    number_with_needless_zeros,
)
