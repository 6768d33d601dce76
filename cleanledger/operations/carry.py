"""`carry`: an entry goes on in another ledger, as a twin that is adopted from it."""

from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.source import Tree
from cleanledger.model.states import State
from cleanledger.model.vocabulary import kind_word
from cleanledger.operations.act import Act, with_evidence
from cleanledger.operations.add import next_id, unjudged
from cleanledger.operations.draft import Acts, New

_ITS_OWN = ("id", "aliases", "accepted", "log")
"""What the twin does not take over."""


def carry(act: Act) -> Acts:
    """The end here, and the twin there: same state, first deadline, extensions, round, measures, evidence."""
    ledger = act.given["into"]
    kind = act.desk.cover_kind(ledger)
    if kind != act.entry.kind:
        raise Refused(
            _(
                "{ledger} holds entries of another kind: {kind}",
                ledger=ledger,
                kind=kind_word(kind),
            )
        )
    if ledger == act.entry.ledger:
        raise Refused(_("{id} stands in {ledger} already", id=act.entry.id, ledger=ledger))
    twin = _twin(act, next_id(act.desk, ledger, act.place))
    acts = with_evidence(act, Acts([act.line(to=twin.entry.id)]))
    return Acts(acts.lines, acts.edits, acts.files, twin)


def _twin(act: Act, entry_id: str) -> New:
    state: State = act.desk.setting.replay(act.entry).state
    data: dict[str, Tree] = {key: value for key, value in act.data.items() if key not in _ITS_OWN}
    data |= {"id": entry_id, "status": state.status}
    told = {key: value for key, value in act.given.items() if key not in ("evidence", "ref")}
    return unjudged(
        act.desk,
        "adopt",
        data,
        told,
        **{"from": act.entry.id},
        status=state.status,
        round=state.round if state.round > 1 else None,
        due=state.due,
        due_first=state.due_first if state.due_first != state.due else None,
        extended=state.extended or None,
    )
