"""What each verb does to the file of its entry."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cleanledger.operations.act import Act, evidence, one_line
from cleanledger.operations.correct import correct
from cleanledger.operations.draft import Acts
from cleanledger.operations.set_fields import set_fields
from cleanledger.operations.steps import extend, measure, submit

_BY_VERB: Mapping[str, Callable[[Act], Acts]] = MappingProxyType(
    {
        "measure": measure,
        "evidence": evidence,
        "submit": submit,
        "extend": extend,
        "set": set_fields,
        "correct": correct,
    }
)


def acts_of(act: Act) -> Acts:
    """What `act` makes of its entry: by a function of its verb's own, else one log line of what was told."""
    return _BY_VERB.get(act.verb, one_line)(act)
