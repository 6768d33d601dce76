"""What comes after an entry has ended or a letter was sent: recheck, reopen, approve, reply."""

from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.source import Plain, Tree
from cleanledger.model.vocabulary import listed
from cleanledger.operations.act import Act, with_evidence
from cleanledger.operations.draft import Acts, plain
from cleanledger.operations.steps import worded
from cleanledger.store.splice import Edit, Put, Remove


def recheck(act: Act) -> Acts:
    """Looks at a closed entry again; how good it came out, and indicators as read, go into the entry too."""
    given = act.given
    read = [_indicator(act, text) for text in given.get("indicators") or ()]
    edits: list[Edit] = [Put(("indicators", place, "actual"), value) for place, _name, value in read]
    if given.get("effect"):
        edits.append(Put(("effect",), given["effect"]))
    line = act.line(
        result=given.get("result"),
        effect=given.get("effect"),
        indicators=[{"name": name, "actual": value} for _place, name, value in read],
        basis=given.get("basis"),
    )
    return with_evidence(act, Acts([line], edits))


def _indicator(act: Act, text: str) -> tuple[int, str, Tree]:
    """An indicator of the entry as `name=value`: its place, its name, its value."""
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not value:
        raise UsageError(_("{text} is not of the form NAME=VALUE", text=text))
    names = [each.name for each in act.entry.indicators]
    if name not in names:
        raise Refused(
            _("{id} has no indicator {name}", id=act.entry.id, name=name),
            _("there are: {known}", known=listed(names) or _("none")),
        )
    return names.index(name), name, Plain(value)


def reopen(act: Act) -> Acts:
    """Begins a new round; measures that are named fall open again, the old wording of the deadline goes."""
    numbers = act.given.get("measures") or ()
    places = {each.num: place for place, each in enumerate(act.entry.measures)}
    edits: list[Edit] = [
        Remove(("measures", places[num], "done_on"))
        for num in numbers
        if num in places and act.entry.measures[places[num]].done_on is not None
    ]
    if act.given.get("due"):
        edits += worded(act, act.given.get("due_text"))
    line = act.line(
        reason=act.given.get("reason"),
        basis=act.given.get("basis"),
        due=act.given.get("due"),
        due_text=act.given.get("due_text"),
        measures=list(numbers),
    )
    return with_evidence(act, Acts([line], edits))


def approve(act: Act) -> Acts:
    """Fixes the level of a risk; the meeting that did so stands in the entry."""
    given = act.given
    edits: list[Edit] = [
        Put((key,), given[key])
        for key in ("level", "found_by")
        if given.get(key) and given[key] != act.data.get(key)
    ]
    if given.get("meeting"):
        edits.append(Put(("approval",), {"meeting": given["meeting"], "date": plain(act.day)}))
    line = act.line(level=given.get("level"), found_by=given.get("found_by"))
    return with_evidence(act, Acts([line], edits))


def reply(act: Act) -> Acts:
    """Says that a letter was answered, and on which day."""
    if act.entry.replied_on is not None:
        raise Refused(
            _("{id} was answered on {day}", id=act.entry.id, day=act.entry.replied_on.isoformat()),
            _("ledger correct {id} puts a wrong day right: ledger show numbers the lines", id=act.entry.id),
        )
    return with_evidence(act, Acts([act.line()], [Put(("replied_on",), plain(act.day))]))
