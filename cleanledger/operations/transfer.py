"""`transfer`: the unit that answers, those that take part and the owner, one log line a field."""

from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.source import Tree
from cleanledger.model.vocabulary import field_name, listed
from cleanledger.operations.act import Act, with_evidence
from cleanledger.operations.draft import Acts
from cleanledger.operations.set_fields import changed
from cleanledger.store.splice import Edit, Put, Remove


def transfer(act: Act) -> Acts:
    """What was told, and what follows from a new lead unit: nobody answers twice, no owner is left behind."""
    wanted = _wanted(act)
    if not wanted:
        raise UsageError(_("say what changes: --to UNIT, --units UNIT,… or --owner POST"))
    now = {field: value for field, value in wanted.items() if value != act.data.get(field)}
    if not now:
        fields = listed(map(field_name, wanted))
        raise Refused(_("{id} stands so already: {fields}", id=act.entry.id, fields=fields))
    lines = [changed(act, field, act.data.get(field), value) for field, value in now.items()]
    edits: list[Edit] = [
        Remove((field,)) if value is None else Put((field,), value) for field, value in now.items()
    ]
    return with_evidence(act, Acts(lines, edits))


def _wanted(act: Act) -> dict[str, Tree | None]:
    wanted: dict[str, Tree | None] = {}
    if to := act.given.get("to"):
        wanted["lead_unit"] = to
    if units := act.given.get("units"):
        wanted["units"] = list(units)
    elif to in act.entry.units:
        wanted["units"] = [code for code in act.entry.units if code != to] or None
    if owner := act.given.get("owner"):
        wanted["owner"] = owner
    elif to and _is_left_behind(act, to):
        wanted["owner"] = None
    return wanted


def _is_left_behind(act: Act, to: str) -> bool:
    """Whether the owner is a post of the book that does not belong to the unit `to`."""
    directory = act.desk.setting.directory
    home = directory.unit_of(act.entry.owner or "")
    return home is not None and not directory.is_within(home, to, act.day)
