"""Which steps of a log were not legal, and whether the gates that were passed hold in the present file."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from cleanledger.i18n import _
from cleanledger.model.chain import CHAIN, CHAIN_OF_KIND
from cleanledger.model.entry import Entry
from cleanledger.model.lifecycle import (
    BEGINNINGS,
    MOVES,
    RESULTS_OF_VERBS,
    SET_WINDOW_DAYS,
    STATUSES_OF_KIND,
    TRANSFERRED,
    Move,
    command_for,
    owner_of,
    steps_before,
)
from cleanledger.model.source import Problem
from cleanledger.model.states import Step, day_in, extension_to
from cleanledger.model.vocabulary import (
    RESULTS,
    either,
    field_name,
    kind_word,
    listed,
    log_field_name,
    status_word,
    verb_word,
    word,
)

KEY_OPTIONS = {
    "note": "--note", "reason": "--reason", "opinion": "--opinion", "doc": "--doc", "days": "--days",
    "approved_by": "--approved-by", "basis": "--basis", "meeting": "--meeting", "result": "--result",
    "level": "--level", "found_by": "--found-by", "to": "--into",
}  # fmt: skip
"""The option that supplies each key that a verb can want."""


def at(index: int, code: str, message: str, *, key: str = "", hint: str = "") -> Problem:
    """A problem of the log line at `index`, or of one `key` of it."""
    return Problem(message, ("log", index, key) if key else ("log", index), hint=hint, code=code)


def step_problems(entry: Entry, step: Step, earlier: Sequence[Step]) -> Iterator[Problem]:
    """What is not legal in one step, seen from the state before it."""
    line, index = step.line, step.index
    if line.did in BEGINNINGS:
        yield from _beginning(entry, step, earlier)
        return
    if not earlier:
        yield at(
            index,
            "LG413",
            _("a log begins with add or adopt, not with {verb}", verb=verb_word(line.did, entry.kind)),
            key="did",
        )
    move = MOVES.get((entry.kind, line.did))
    if move is None:
        verb = verb_word(line.did, entry.kind)
        yield at(
            index, "LG405", _("a {kind} has no {verb}", kind=kind_word(entry.kind), verb=verb), key="did"
        )
        return
    if step.before.status not in move.sources:
        yield at(
            index,
            "LG404",
            _(
                "{verb} is not possible from {status}",
                verb=verb_word(line.did, entry.kind),
                status=status_word(step.before.status, entry.kind),
            ),
            key="did",
            hint=_possible(entry, step, earlier),
        )
    yield from _needs(move, step)
    for also in _ALSO.get(line.did, ()):
        yield from also(entry, step, earlier)


def _beginning(entry: Entry, step: Step, earlier: Sequence[Step]) -> Iterator[Problem]:
    if earlier:
        yield at(
            step.index,
            "LG413",
            _("{verb} may stand only at the beginning of a log", verb=verb_word(step.line.did)),
            key="did",
        )
    status = step.line.status
    if status is not None and status not in STATUSES_OF_KIND[entry.kind]:
        yield at(
            step.index,
            "LG405",
            _("a {kind} has no status {status}", kind=kind_word(entry.kind), status=status_word(status)),
            key="status",
        )


_NO_STEPS = frozenset({"accept", "void"})
"""Verbs that a hint does not offer as the next step."""


def possible_from(entry: Entry, status: str) -> tuple[str, ...]:
    """The verbs that `entry` may take from `status`, in the order of the lifecycle."""
    return tuple(
        verb
        for (kind, verb), move in MOVES.items()
        if kind == entry.kind
        and status in move.sources
        and verb not in _NO_STEPS
        and (verb != "review" or entry.standing or kind not in CHAIN_OF_KIND)
    )


def _possible(entry: Entry, step: Step, earlier: Sequence[Step]) -> str:
    verbs = [*possible_from(entry, step.before.status), *(["correct"] if earlier else [])]
    if not verbs:
        return ""
    return _("possible from here: {verbs}", verbs=listed(verb_word(verb, entry.kind) for verb in verbs))


def _needs(move: Move, step: Step) -> Iterator[Problem]:
    for need in move.needs:
        if all(getattr(step.line, key) in (None, ()) for key in need):
            yield at(
                step.index,
                "LG406",
                _(
                    "{verb} needs {keys}",
                    verb=verb_word(move.verb, move.kind),
                    keys=either(log_field_name(key) for key in need),
                ),
                hint=_("give it with {option}", option=either(KEY_OPTIONS[key] for key in need)),
            )


def _skipped(entry: Entry, step: Step, _earlier: Sequence[Step]) -> Iterator[Problem]:
    steps = step.policy.of(entry.kind).steps
    wanted = [
        each for each in steps_before(step.line.did, steps) if each in CHAIN_OF_KIND.get(entry.kind, ())
    ]
    for missing in wanted:
        if missing not in step.before.done:
            yield at(
                step.index,
                "LG407",
                _(
                    "{verb} comes after {missing}, which was not done",
                    verb=verb_word(step.line.did, entry.kind),
                    missing=verb_word(missing, entry.kind),
                ),
                key="did",
                hint=command_for(missing, entry.id),
            )


def _extension(_entry: Entry, step: Step, _earlier: Sequence[Step]) -> Iterator[Problem]:
    line, index, before = step.line, step.index, step.before
    if line.approved_by is not None and line.refused_by is not None:
        yield at(index, "LG406", _("an extension is either granted or refused"), key="refused_by")
    answers = (line.approved_by or line.refused_by) and before.ask is not None
    if not answers and line.reason is None:
        yield at(
            index, "LG406", _("extend needs a reason"), hint=_("give it with {option}", option="--reason")
        )
    to = extension_to(line)
    if to is None:
        yield at(index, "LG411", _("{value} is not a day", value=str(line.to)[:40]), key="to")
    elif before.due is not None and to <= before.due:
        yield at(
            index,
            "LG411",
            _("an extension leads to a later day than {due}", due=before.due.isoformat()),
            key="to",
            hint=_("name a later day"),
        )
    yield from _value_before(step, before.due)
    if line.approved_by is not None and before.extended >= step.policy.most:
        yield at(
            index,
            "LG412",
            _("the policy allows {most} extensions a round; this is one more", most=step.policy.most),
            key="did",
        )


def _value_before(step: Step, known: date | None) -> Iterator[Problem]:
    if day_in(step.line.was) != known:
        yield at(
            step.index,
            "LG410",
            _(
                "was: says {was}, but the deadline before this line was {known}",
                was=_("none") if step.line.was is None else str(step.line.was),
                known=known.isoformat() if known else _("none"),
            ),
            key="was",
        )


def _field_change(entry: Entry, step: Step, earlier: Sequence[Step]) -> Iterator[Problem]:
    line, index = step.line, step.index
    owner = _owner_of(entry, step, earlier)
    if owner is not None and owner != line.did:
        hint = command_for(owner, entry.id) if owner else ""
        yield at(
            index,
            "LG417",
            _(
                "{verb} may not change {field}",
                verb=verb_word(line.did, entry.kind),
                field=field_name(line.field or ""),
            ),
            key="field",
            hint=hint,
        )
    if line.field == "due":
        yield from _value_before(step, step.before.due)
        now = day_in(line.now)
        if now is None or (step.before.due is not None and now >= step.before.due):
            yield at(
                index,
                "LG411",
                _("{verb} only makes a deadline earlier", verb=verb_word(line.did)),
                key="now",
                hint=command_for("extend", entry.id),
            )


def _owner_of(entry: Entry, step: Step, earlier: Sequence[Step]) -> str | None:
    """The verb that alone may change the field of a line; None: the verb at hand may."""
    verb, field = step.line.did, step.line.field or ""
    if verb == "transfer":
        # Without the number of its item: measures.2.unit is measures.unit.
        return None if re.sub(r"\.[0-9]+\.", ".", field) in TRANSFERRED else "set"
    owner = owner_of(entry.kind, field)
    if owner not in ("set", "amend"):
        return owner
    if entry.kind not in CHAIN_OF_KIND:
        # Level and approval stay until the next approve, also while it is being revised.
        approved = (step.before.status, *(each.after.status for each in earlier))
        return "approve" if field.partition(".")[0] == "level" and "approved" in approved else None
    if owner == "amend":
        return None if verb == "amend" or _just_added(step, earlier) else "amend"
    return "set" if verb == "amend" else None


def _just_added(step: Step, earlier: Sequence[Step]) -> bool:
    """Whether `set` may still do what is `amend`'s: before start, within the first days."""
    began = earlier[0].line.date if earlier else step.line.date
    return step.before.status == "open" and (step.line.date - began).days <= SET_WINDOW_DAYS


def _measure(entry: Entry, step: Step, _earlier: Sequence[Step]) -> Iterator[Problem]:
    line = step.line
    if str(line.num) not in _measures_ever(entry):
        yield at(step.index, "LG418", _("there is no measure {num}", num=line.num), key="num")
    elif line.done_on is None and line.text is None:
        yield at(step.index, "LG406", _("measure needs done_on or text"), hint="--done")


def _double(entry: Entry, step: Step, _earlier: Sequence[Step]) -> Iterator[Problem]:
    if step.line.same_as == entry.id:
        yield at(step.index, "LG406", _("an entry is no double of itself"), key="same_as")


def _reopened(entry: Entry, step: Step, _earlier: Sequence[Step]) -> Iterator[Problem]:
    if step.line.due is not None and step.line.due < step.line.date:
        message = _("the new round would be overdue before it begins: {due}", due=step.line.due.isoformat())
        yield at(step.index, "LG411", message, key="due", hint=_("name a later day"))
    if step.line.due is None and not entry.standing:
        yield at(
            step.index,
            "LG406",
            _("reopen needs a new deadline"),
            hint=_("give it with {option}", option="--due"),
        )
    for place, num in enumerate(step.line.measures):
        if str(num) not in _measures_ever(entry):
            yield Problem(
                _("there is no measure {num}", num=num),
                ("log", step.index, "measures", place),
                code="LG418",
            )


def _measures_ever(entry: Entry) -> frozenset[str]:
    """The numbers of its measures, also of those that an amendment took away."""
    was = [line.was for line in entry.log if line.field and line.field.partition(".")[0] == "measures"]
    items = [item for value in was for item in (value if isinstance(value, list) else [value])]
    gone = (str(item.get("num")) for item in items if isinstance(item, dict))
    return frozenset((*(str(each.num) for each in entry.measures), *gone))


def _standing(entry: Entry, step: Step, _earlier: Sequence[Step]) -> Iterator[Problem]:
    if entry.kind in CHAIN_OF_KIND and not entry.standing:
        yield at(step.index, "LG405", _("only a standing entry is reviewed"), key="did")


def _result(_entry: Entry, step: Step, _earlier: Sequence[Step]) -> Iterator[Problem]:
    line, results = step.line, RESULTS_OF_VERBS[step.line.did]
    if line.result is not None and line.result not in results:
        yield at(
            step.index,
            "LG406",
            _("{verb} finds {results}, not {result}", verb=verb_word(line.did),
              results=either(word(RESULTS, each) for each in results), result=word(RESULTS, line.result)),
            key="result",
        )  # fmt: skip


def _publicity_over(entry: Entry, step: Step, _earlier: Sequence[Step]) -> Iterator[Problem]:
    published = step.before.published
    if published is None:
        return
    days = max(published.days or 0, step.policy.of(entry.kind).publicity_days)
    over = date.fromordinal(min(published.date.toordinal() + days + 1, date.max.toordinal()))
    if step.line.date < over:
        yield at(
            step.index,
            "LG409",
            _("publicity runs until {last}; closing is possible from {day}",
              last=(over - timedelta(days=1)).isoformat(), day=over.isoformat()),
            key="date",
        )  # fmt: skip


_Check = Callable[[Entry, Step, Sequence[Step]], Iterator[Problem]]
_ALSO: dict[str, tuple[_Check, ...]] = {
    **dict.fromkeys(CHAIN, (_skipped,)),
    "close": (_skipped, _publicity_over),
    "extend": (_extension,),
    **dict.fromkeys(("set", "amend", "transfer"), (_field_change,)),
    "measure": (_measure,),
    "review": (_standing, _result),
    "recheck": (_result,),
    "reopen": (_reopened,),
    "void": (_double,),
}
"""What is judged of a step beside where it comes from and what it says."""
