"""The page of an entry: where it stands and why, what its next step lacks, what was found in it."""

from collections.abc import Iterator, Mapping, Sequence

from cleanledger.i18n import _
from cleanledger.model.entry import Measure, Milestone
from cleanledger.model.explained import Explained, Moved, Next
from cleanledger.model.finding import Finding
from cleanledger.model.lifecycle import STATUSES_OF_KIND
from cleanledger.model.log import LogLine
from cleanledger.model.standing import Bucket, Standing
from cleanledger.model.vocabulary import kind_word, listed, status_word, verb_word, word
from cleanledger.render.explain.moves import needs
from cleanledger.render.explain.status import SIGNAL_MEANINGS
from cleanledger.render.json_text import Json
from cleanledger.render.origin import Names
from cleanledger.render.page import Block, Page, Row, Section, rows
from cleanledger.render.words import SEVERITIES, SIGNALS

_MOST_POSTS = 4
_SKIPPED = "LG407"


def entry_page(facts: Explained, names: Names) -> Page:
    """Where an entry stands, since when and why; what comes next; what the rules find in it."""
    entry = facts.entry
    told = rows(
        (_("status"), _status(facts, names)),
        (_("deadline"), tuple(_deadline(facts, names))),
        (_("why"), tuple(_why(facts))),
        (_("overdue parts"), listed(_part(part) for part in facts.parts)),
        (_("given back"), _said(facts.returned, names)),
        (_("refused"), _said(facts.refused, names)),
    )
    return Page(
        "entry",
        entry.id,
        f"{entry.id}  {entry.title}",
        _head(facts),
        tuple(section for section in (Section("", told), *_parts(facts, names)) if section.blocks),
        _for_programs(facts),
    )


def _parts(facts: Explained, names: Names) -> Iterator[Section]:
    yield Section(_("what comes next"), (*_steps(facts, names), *_possible(facts)))
    found = [finding for finding in facts.findings if not finding.accepted]
    yield Section(_("what the rules find"), tuple(map(_finding, found)))
    yield Section(_("accepted for a time"), tuple(_excused(facts, names)))


def _head(facts: Explained) -> str:
    parts = [kind_word(facts.entry.kind)]
    standing = facts.standing
    if standing is not None and standing.status:
        parts.append(status_word(standing.status, facts.entry.kind))
        if standing.signal != "none":
            parts.append(word(SIGNALS, standing.signal))
    return " · ".join((*parts, _("as of {day}", day=facts.day.isoformat())))


def _status(facts: Explained, names: Names) -> str:
    if facts.standing is None:
        return _("it was not there yet")
    if not facts.standing.status:
        return ""
    status = status_word(facts.standing.status, facts.entry.kind)
    if facts.since is None:
        return status
    return _(
        "{status} since {day}: {verb} by {who}",
        status=status,
        day=facts.since.date.isoformat(),
        verb=verb_word(facts.since.did, facts.entry.kind),
        who=_who(facts.since.who, names),
    )


def _deadline(facts: Explained, names: Names) -> Iterator[str]:
    due = facts.standing.due if facts.standing else None
    if due is None:
        yield facts.entry.due_text or ""
        return
    first = facts.due_first
    if first is None or first == due:
        stands = _("{due}, as at first", due=due.isoformat())
    else:
        stands = _("{due}; at first {first}", due=due.isoformat(), first=first.isoformat())
    yield stands + _left(facts.standing)
    for moved in facts.moved:
        yield _moved(moved, facts.entry.kind, names)
    if facts.ask is not None:
        yield _(
            "{who} asked on {day} for {to}: not answered yet",
            who=_who(facts.ask.who, names),
            day=facts.ask.date.isoformat(),
            to=facts.ask.to,
        )


def _left(standing: Standing | None) -> str:
    if standing is None or standing.bucket not in (Bucket.NOT_DUE, Bucket.NEAR) or standing.days is None:
        return ""
    return _("; ") + _("{n} days left", n=standing.days)


def _moved(moved: Moved, kind: str, names: Names) -> str:
    line = moved.line
    text = _(
        "{day} {verb} {was} → {now}, by {who}",
        day=line.date.isoformat(),
        verb=verb_word(line.did, kind),
        was=moved.was.isoformat() if moved.was else _("none"),
        now=moved.now.isoformat() if moved.now else _("none"),
        who=_who(line.who, names),
    )
    if line.approved_by not in (None, line.who):
        text += _(", approved by {who}", who=_who(line.approved_by, names))
    return text + (_(" ({remarks})", remarks=line.doc) if line.doc else "")


def _why(facts: Explained) -> Iterator[str]:
    """Why it has the signal that it has."""
    standing = facts.standing
    if standing is None:
        return
    if standing.signal == "red":
        yield _("{n} days overdue", n=standing.days)
        yield _(SIGNAL_MEANINGS["red"])
    elif standing.signal == "waiting":
        if standing.days is not None:
            yield _("waiting for {n} days", n=standing.days)
        yield _(
            "the reviewer has {n} working days (policy: review_days); the unit's clock stands meanwhile",
            n=facts.review_days,
        )
    elif standing.late:
        yield _("it was claimed after its deadline: late")
    if facts.parts:
        yield _(SIGNAL_MEANINGS["yellow"])


def _part(part: Measure | Milestone) -> str:
    due = part.due.isoformat() if part.due else ""
    if isinstance(part, Measure):
        return _("measure {num} (due {due}): {text}", num=part.num, due=due, text=part.text)
    return _("milestone (due {due}): {text}", due=due, text=part.title)


def _said(line: LogLine | None, names: Names) -> str:
    if line is None:
        return ""
    who = _who(line.refused_by or line.who, names)
    return _("{day} by {who}", day=line.date.isoformat(), who=who) + (
        _(": ") + line.reason if line.reason else ""
    )


def _steps(facts: Explained, names: Names) -> Iterator[Block]:
    kind = facts.entry.kind
    for step in facts.steps:
        texts = list(_lacking(step))
        says = needs(step.move)
        if not texts:
            texts = [_("nothing is lacking") + (_("; ") + _("says: {keys}", keys=says) if says else "")]
        texts.append(
            _("can be done by {posts}", posts=_posts(step.by, names)) if step.by else _("nobody can")
        )
        yield Row(verb_word(step.move.verb, kind), tuple(texts))


def _lacking(step: Next) -> Iterator[str]:
    """What it lacks; where a step before it is missing, that alone: what that one lacks stands there."""
    skipped = [finding for finding in step.lacks if finding.code == _SKIPPED]
    for finding in skipped or step.lacks:
        hint = f" → {finding.hint}" if finding.hint else ""
        yield f"{finding.code} {finding.message}{hint}"


_ANY_TIME = frozenset({"progress", "measure", "set", "evidence", "correct"})
"""What a living entry takes at any time: saying it each time would hide the rest."""


def _possible(facts: Explained) -> tuple[Block, ...]:
    shown = [verb for verb in facts.possible if verb not in _ANY_TIME] or facts.possible
    verbs = listed(verb_word(verb, facts.entry.kind) for verb in shown)
    past = _("what was possible on that day is not shown: the log goes on after it") if facts.is_past else ""
    other = _("`ledger check` also judges what lies between entries")
    return rows((_("possible too"), verbs), (_("possible"), past), (_("see also"), other))


def _finding(finding: Finding) -> Row:
    severity = word(SEVERITIES, finding.severity)
    hint = (_("hint") + _(": ") + finding.hint,) if finding.hint else ()
    place = _("line {line}", line=finding.line)
    return Row(
        finding.code, (f"{severity}{_(': ')}{finding.message}{_(' ({remarks})', remarks=place)}", *hint)
    )


def _excused(facts: Explained, names: Names) -> Iterator[Row]:
    for accepted, stands in facts.excused:
        until = _("until {day}", day=accepted.until.isoformat())
        state = until if stands else until + _("; ") + _("does not stand today")
        who = _("{day} by {who}", day=accepted.date.isoformat(), who=_who(accepted.by, names))
        yield Row(accepted.code, (state, f"{who}{_(': ')}{accepted.reason}"))


def _posts(posts: Sequence[str], names: Names) -> str:
    shown = listed(_who(post, names) for post in posts[:_MOST_POSTS])
    return (
        _("{posts} and others, {n} posts", posts=shown, n=len(posts)) if len(posts) > _MOST_POSTS else shown
    )


def _who(code: str, names: Names) -> str:
    name = names.get("post", {}).get(code) or names.get("unit", {}).get(code)
    return _("{name} ({code})", name=name, code=code) if name else code


def _for_programs(facts: Explained) -> Mapping[str, Json]:
    standing = facts.standing
    statuses = STATUSES_OF_KIND[facts.entry.kind]
    return {
        "kind": facts.entry.kind,
        "title": facts.entry.title,
        "as_of": facts.day,
        "status": standing.status if standing and statuses else None,
        "since": facts.since.date if facts.since else None,
        "signal": standing.signal if standing else None,
        "days": standing.days if standing else None,
        "bucket": standing.bucket.value if standing else None,
        "late": standing.late if standing else None,
        "due": standing.due if standing else None,
        "due_first": facts.due_first,
        "moved": [_moved_facts(moved) for moved in facts.moved],
        "asked": _line_facts(facts.ask) if facts.ask else None,
        "refused": _line_facts(facts.refused) if facts.refused else None,
        "returned": _line_facts(facts.returned) if facts.returned else None,
        "overdue_measures": [part.num for part in facts.parts if isinstance(part, Measure)],
        "overdue_milestones": [part.title for part in facts.parts if isinstance(part, Milestone)],
        "steps": [
            {
                "verb": step.move.verb,
                "to": step.move.target,
                "needs": [list(need) for need in step.move.needs],
                "lacks": [_finding_facts(finding) for finding in step.lacks],
                "by": list(step.by),
            }
            for step in facts.steps
        ],
        "possible": list(facts.possible),
        "findings": [_finding_facts(finding) for finding in facts.findings],
        "accepted": [
            {
                "code": accepted.code,
                "reason": accepted.reason,
                "by": accepted.by,
                "date": accepted.date,
                "until": accepted.until,
                "stands": stands,
            }
            for accepted, stands in facts.excused
        ],
    }


def _moved_facts(moved: Moved) -> dict[str, Json]:
    return {**_line_facts(moved.line), "was": moved.was, "now": moved.now}


def _line_facts(line: LogLine) -> dict[str, Json]:
    return {
        "date": line.date,
        "did": line.did,
        "by": line.by,
        "actor": line.who,
        "to": line.to,
        "reason": line.reason,
        "approved_by": line.approved_by,
        "refused_by": line.refused_by,
        "doc": line.doc,
    }


def _finding_facts(finding: Finding) -> dict[str, Json]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "field": finding.field,
        "message": finding.message,
        "hint": finding.hint,
        "accepted": finding.accepted,
    }
