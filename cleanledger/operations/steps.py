"""The steps that do more than write their line: submit, measure, extend."""

from datetime import date

from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.deadlines.terms import Reading
from cleanledger.model.entry import Measure
from cleanledger.model.source import Tree
from cleanledger.model.vocabulary import listed
from cleanledger.operations.act import Act, with_evidence
from cleanledger.operations.draft import Acts, plain
from cleanledger.store.splice import Append, Edit, Put, Remove


def submit(act: Act) -> Acts:
    """Claims it as done; `--all-measures` marks what is open as done on the day."""
    if not act.given.get("all_measures"):
        return with_evidence(act, Acts([act.line()]))
    pending = [(place, each) for place, each in enumerate(act.entry.measures) if each.done_on is None]
    edits = [Put(("measures", place, "done_on"), plain(act.day)) for place, _measure in pending]
    return with_evidence(act, Acts([act.line(measures=[each.num for _place, each in pending])], edits))


def measure(act: Act) -> Acts:
    """A measure done or added, or a milestone reached."""
    given, done = act.given, act.given.get("done") or act.day
    if sum(given.get(key) is not None for key in ("num", "add", "milestone")) != 1:
        raise UsageError(_("say which measure: its NUM, or --add TEXT, or --milestone N"))
    if given.get("add") is not None:
        num = max((each.num for each in act.entry.measures), default=0) + 1
        due, words = given.get("due"), given.get("due_text")
        item = added_measure(num, given["add"], due, words)
        line = act.line(num=num, text=given["add"], due=due, due_text=words)
        return with_evidence(act, Acts([line], [Append(("measures",), item)]))
    if given.get("due") is not None:
        raise UsageError(
            _("{option} goes with --add only", option="--due"),
            _(
                "ledger amend {id} measures.1.due=… moves the deadline of a measure that is there",
                id=act.entry.id,
            ),
        )
    if given.get("milestone") is not None:
        return with_evidence(act, _milestone(act, int(given["milestone"]), done))
    for place, each in enumerate(act.entry.measures):
        if each.num == given["num"]:
            _refuse_done(act, each)
            edit = Put(("measures", place, "done_on"), plain(done))
            return with_evidence(act, Acts([act.line(num=each.num, done_on=done)], [edit]))
    known = listed(str(each.num) for each in act.entry.measures) or _("none")
    raise Refused(
        _("{id} has no measure {num}; there are: {known}", id=act.entry.id, num=given["num"], known=known)
    )


def added_measure(num: int, text: str, due: date | None, due_text: str | None) -> Tree:
    """A measure that was added, as it stands in the entry."""
    facts: dict[str, Tree | None] = {
        "num": plain(num),
        "text": text,
        "due": plain(due) if due else None,
        "due_text": due_text,
    }
    return {key: value for key, value in facts.items() if value}


def _refuse_done(act: Act, measure: Measure) -> None:
    """What was done on a day is not done again in silence."""
    if measure.done_on is not None:
        raise Refused(
            _("measure {num} was done on {day}", num=measure.num, day=measure.done_on.isoformat()),
            _("ledger correct {id} puts a wrong day right: ledger show numbers the lines", id=act.entry.id),
        )


def _milestone(act: Act, number: int, done: date) -> Acts:
    if not 1 <= number <= len(act.entry.milestones):
        raise Refused(_("{id} has no milestone {num}", id=act.entry.id, num=number))
    was = act.entry.milestones[number - 1].done_on
    line = act.line(did="set", field=f"milestones.{number}.done_on", was=was, now=done)
    return Acts([line], [Put(("milestones", number - 1, "done_on"), plain(done))])


def extend(act: Act) -> Acts:
    """Asks for a later deadline, or grants or refuses one."""
    given = act.given
    _refuse_more(act, given.get("reading"))
    words = given.get("due_text")
    line = act.line(
        was=act.entry.due,
        to=given.get("to"),
        due_text=words,
        reason=given.get("reason"),
        approved_by=given.get("approved_by"),
        refused_by=given.get("refused_by"),
    )
    granted = given.get("approved_by") is not None
    edits = worded(act, words) if granted else []
    if granted and act.entry.due is None and given.get("to"):
        # Nobody had set one yet: with its words gone the entry would have none for a moment.
        edits.append(Put(("due",), plain(given["to"])))
    return with_evidence(act, Acts([line], edits))


def _refuse_more(act: Act, reading: Reading | None) -> None:
    """Refuses words that say more than a new day: an extension moves nothing else."""
    if reading is None:
        return
    more = {
        "standing=true": reading.standing and not act.entry.standing,
        f"review_every={reading.review}": reading.review and reading.review != act.entry.review_every,
    }
    if left := [text for text, is_more in more.items() if is_more]:
        raise Refused(
            _("“{text}” says more than a new day, and an extension moves the day alone", text=reading.text),
            _("ledger amend {id} {changes} changes the rest", id=act.entry.id, changes=" ".join(left)),
        )


def worded(act: Act, words: str | None) -> list[Edit]:
    """The edits that make `words` the words of the deadline; the old ones go in any case."""
    if words is not None:
        return [Put(("due_text",), words)]
    return [Remove(("due_text",))] if act.entry.due_text is not None else []
