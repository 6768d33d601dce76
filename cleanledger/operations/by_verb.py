"""What each verb does to the file of its entry."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from cleanledger.model.lifecycle import MOVES
from cleanledger.operations.acceptance import accept
from cleanledger.operations.act import Act, evidence, one_line
from cleanledger.operations.add import add, adopt
from cleanledger.operations.after import approve, recheck, reopen, reply
from cleanledger.operations.carry import carry
from cleanledger.operations.correct import correct
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import Acts, New
from cleanledger.operations.record import record
from cleanledger.operations.set_fields import set_fields
from cleanledger.operations.steps import extend, measure, submit
from cleanledger.operations.transfer import transfer

_BY_VERB: Mapping[str, Callable[[Act], Acts]] = MappingProxyType(
    {
        "measure": measure,
        "evidence": evidence,
        "submit": submit,
        "extend": extend,
        "transfer": transfer,
        "set": set_fields,
        "amend": set_fields,
        "carry": carry,
        "recheck": recheck,
        "reopen": reopen,
        "approve": approve,
        "reply": reply,
        "accept": accept,
        "correct": correct,
    }
)
_BEGINNINGS: Mapping[str, Callable[[Desk, Mapping[str, Any]], New]] = MappingProxyType(
    {"add": add, "adopt": adopt, "record": record}
)


def acts_of(act: Act) -> Acts:
    """What `act` makes of its entry: by a function of its verb's own, else one log line of what was told."""
    is_known = (act.entry.kind, act.verb) in MOVES or act.verb == "correct"
    # Of a verb that its kind does not have only the line is made, for the rule that refuses it.
    return _BY_VERB.get(act.verb, one_line)(act) if is_known else one_line(act)


def beginning_of(verb: str, desk: Desk, given: Mapping[str, Any]) -> New:
    """The new entry that `verb` makes."""
    return _BEGINNINGS[verb](desk, given)
