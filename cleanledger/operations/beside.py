"""What becomes of other entries by a change: nothing may rest on what was taken out."""

from collections.abc import Iterator, Mapping, Sequence

from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.finding import Finding
from cleanledger.model.vocabulary import verb_word
from cleanledger.operations.desk import Desk, Surroundings
from cleanledger.operations.draft import Draft
from cleanledger.operations.refusal import RuledOut, new_errors
from cleanledger.operations.revision import mentioning


def refuse_beside(desk: Desk, verb: str, drafts: Sequence[Draft]) -> None:
    """Raises RuledOut where an entry that is void now leaves another one with an error it did not have."""
    void = {each.entry.id: each.entry for each in drafts if each.entry.status == "void"}
    if void and (found := tuple(_errors_beside(desk, void))):
        name = verb_word(verb, next(iter(void.values())).kind)
        raise RuledOut(_("{verb} {id} is refused", verb=name, id=next(iter(void))), found, on_disk=True)


def _errors_beside(desk: Desk, void: Mapping[str, Entry]) -> Iterator[Finding]:
    around = Surroundings(entries=void)
    for entry_id in mentioning(desk.shelf, void):
        if entry_id in void:
            continue
        try:
            other = desk.open(entry_id)
        except Refused:
            continue  # `check` says what is wrong with it; it refers to nothing that can be told.
        yield from new_errors(desk.subject(*other), desk.subject(*other, around))
