"""LG1xx: identity and shape. The models find most of these; the rest are rules on names and numbers."""

from collections import Counter
from collections.abc import Iterator

from cleanledger.checks.rule import Rule, Subject, Whole, book_rule, rule, stated
from cleanledger.i18n import _
from cleanledger.model.source import Problem, Related


@rule("LG101", "id-is-not-file-name")
def id_is_not_file_name(subject: Subject) -> Iterator[Problem]:
    """The id in a file differs from the file's name.

    Why: an id gives its path without a search, and two files can never claim one id.
    """
    name = subject.document.path.rpartition("/")[2].removesuffix(".yaml")
    if subject.entry.id != name:
        yield Problem(
            _("the id is {id}, but the file is named {name}", id=subject.entry.id, name=name + ".yaml"),
            ("id",),
            hint=_("give the file the name of its id, or the id the name of its file"),
        )


@rule("LG106", "kind-is-not-the-ledgers")
def kind_is_not_the_ledgers(subject: Subject) -> Iterator[Problem]:
    """An entry is of another kind than its ledger.

    Why: one list holds one kind of thing; counts and lifecycles rest on it.
    """
    cover = subject.setting.covers.get(subject.entry.ledger)
    if cover and cover.kind != subject.entry.kind:
        yield Problem(
            _(
                "this is a {kind}, but the ledger {ledger} is of {cover_kind}",
                kind=_(subject.entry.kind),
                ledger=subject.entry.ledger,
                cover_kind=_(cover.kind),
            ),
            ("kind",),
        )


@rule("LG109", "entry-in-wrong-folder")
def entry_in_wrong_folder(subject: Subject) -> Iterator[Problem]:
    """An entry does not lie in the folder of its ledger.

    Why: the folder's name is the ledger's id, and the entry's id begins with it.
    """
    folder = subject.document.path.rpartition("/")[0].rpartition("/")[2]
    if subject.entry.ledger != folder:
        yield Problem(
            _("{id} belongs in the folder {ledger}", id=subject.entry.id, ledger=subject.entry.ledger),
            ("id",),
        )


@rule("LG111", "measure-number-twice")
def measure_number_twice(subject: Subject) -> Iterator[Problem]:
    """Two measures of an entry have one number.

    Why: the log speaks of measures by number.
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


@book_rule("LG112", "alias-taken")
def alias_taken(whole: Whole) -> Iterator[tuple[str, Problem]]:
    """A former id is also the id, or a former id, of another entry.

    Why: a number is never used again: old papers speak of it.
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
        "A file lies in a ledger's folder that is neither its cover nor an entry: nobody would read it.",
    ),
    stated(
        "LG103",
        "unknown-key",
        "A key that no model has: mostly a slip of the pen, and its value would be lost.",
    ),
    stated("LG104", "missing-key", "A key that must be there is not."),
    stated("LG105", "wrong-value", "A value is not of the shape that its key wants."),
    kind_is_not_the_ledgers,
    stated(
        "LG107",
        "ledger-without-cover",
        "A folder holds entries but no ledger.yaml: nobody can say what list they belong to.",
    ),
    stated("LG108", "key-of-another-kind", "A key that other kinds of entries have, but not this one."),
    entry_in_wrong_folder,
    stated("LG110", "key-of-another-verb", "A log line holds a key that does not go with what it did."),
    measure_number_twice,
    alias_taken,
)
