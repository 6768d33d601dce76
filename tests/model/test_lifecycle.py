"""The lifecycles against the design, and replay against an oracle that shares no code with it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanledger.model.cover import KINDS
from cleanledger.model.lifecycle import (
    ENDED,
    FIRST_STATUS,
    MOVES,
    STATUSES_OF_KIND,
    diagram,
    living,
)
from cleanledger.model.log import KEYS_OF_VERBS
from tests.model.builders import DUE, WORDS, day, found, line, lines, policy, replayed

WITH_STATUS = tuple(kind for kind in KINDS if kind != "record")
DOING = ("task", "rectification")
CHANGES = ("transfer", "void", "progress", "set", "measure", "evidence")

# The arrows of the design, verb by verb: from where, to where ("" : the same).
OF_BOTH = {
    "start": ("open", "doing"),
    "submit": ("open doing", "submitted"),
    "close": ("open doing submitted verified published", "closed"),
    "return": ("submitted verified published", "doing"),
    "extend": ("open doing suspended", ""),
    "amend": ("open doing", ""),
    "suspend": ("open doing", "suspended"),
    "resume": ("suspended", "doing"),
    "review": ("open doing", ""),
    "carry": ("open doing submitted verified published suspended", "carried"),
    "recheck": ("closed", ""),
    "reopen": ("closed", "doing"),
}
OF_RECTIFICATION = {
    "verify": ("open doing submitted", "verified"),
    "publish": ("open doing submitted verified", "published"),
}
OF_RISK = {
    "approve": ("identified", "approved"),
    "review": ("approved", ""),
    "revise": ("approved", "identified"),
    "retire": ("identified approved", "retired"),
}
RETIRING = {"retire": ("active", "retired")}
DESIGN = {
    "task": OF_BOTH,
    "rectification": OF_BOTH | OF_RECTIFICATION,
    "risk": OF_RISK,
    "power": RETIRING,
    "directive": RETIRING,
}


def arrows(kind: str, verb: str) -> dict[str, str]:
    """Where the design lets `verb` lead, by where it may be used."""
    alive = {status for status in STATUSES_OF_KIND[kind] if status not in ENDED}
    if verb in CHANGES:
        return {status: "void" if verb == "void" else status for status in alive}
    if verb == "accept":
        return {status: status for status in STATUSES_OF_KIND[kind]}
    sources, target = DESIGN[kind].get(verb, ("", ""))
    return {status: target or status for status in sources.split() if status in STATUSES_OF_KIND[kind]}


@pytest.mark.parametrize("kind", WITH_STATUS)
def test_every_arrow_is_as_designed_and_there_is_no_other(kind: str) -> None:
    for verb in {*KEYS_OF_VERBS} - {"add", "adopt", "correct"}:
        move = MOVES.get((kind, verb))
        ours = {source: move.target or source for source in move.sources} if move else {}
        assert ours == arrows(kind, verb), verb


def test_a_record_has_no_status_and_few_verbs() -> None:
    verbs = {verb for kind, verb in MOVES if kind == "record"}
    assert verbs == {"set", "evidence", "reply", "accept"}
    log = [
        line("add", 0, lead_unit=None),
        *(line(verb, 1) for verb in ("set", "evidence", "reply", "accept")),
    ]
    record: dict[str, Any] = {"lead_unit": None, "type": "调度", "date": day(0)}
    assert found(replayed(log, "record", **record)) == []
    assert replayed(log, "record", **record).state.status == ""


@pytest.mark.parametrize("kind", WITH_STATUS)
def test_every_status_can_be_reached(kind: str) -> None:
    reached = {FIRST_STATUS[kind]}
    for _round in STATUSES_OF_KIND[kind]:
        reached |= {
            move.target
            for (of_kind, _verb), move in MOVES.items()
            if of_kind == kind and move.target and move.sources & reached
        }
    assert reached == {*STATUSES_OF_KIND[kind]}


@pytest.mark.parametrize("kind", WITH_STATUS)
def test_what_has_ended_is_only_rechecked_reopened_or_accepted(kind: str) -> None:
    for status in ENDED & {*STATUSES_OF_KIND[kind]}:
        verbs = {
            verb for (of_kind, verb), move in MOVES.items() if of_kind == kind and status in move.sources
        }
        assert verbs == ({"recheck", "reopen", "accept"} if status == "closed" else {"accept"})


@pytest.mark.parametrize("kind", WITH_STATUS)
def test_every_living_status_can_reach_an_end(kind: str) -> None:
    ending = {*ENDED}
    for _round in STATUSES_OF_KIND[kind]:
        ending |= {
            source
            for (of_kind, _verb), move in MOVES.items()
            if of_kind == kind and move.target in ending
            for source in move.sources
        }
    assert living(kind) <= ending
    assert living(kind) == {*STATUSES_OF_KIND[kind]} - ENDED


@pytest.mark.parametrize("kind", WITH_STATUS)
def test_the_diagram_draws_every_arrow_that_leads_elsewhere(kind: str) -> None:
    drawn = diagram(kind).splitlines()
    assert drawn[0] == f"(nothing) --add--> {FIRST_STATUS[kind]}"
    assert len(drawn) == len({*drawn})
    moving = {verb for (of_kind, verb), move in MOVES.items() if of_kind == kind and move.target}
    wanted = {
        f"{source} --{verb}--> {target}" for verb in moving for source, target in arrows(kind, verb).items()
    }
    assert {*drawn[1:]} == wanted


NEEDS = {
    "submit": ["note"],
    "verify": ["opinion"],
    "publish": ["doc", "days"],
    "return": ["reason"],
    "amend": ["reason", "approved_by"],
    "transfer": ["reason", "approved_by", "doc"],
    "suspend": ["reason", "approved_by"],
    "resume": ["reason"],
    "void": ["reason", "approved_by"],
    "carry": ["to"],
    "recheck": ["result"],
    "reopen": ["reason", "basis", "due"],
}
BEFORE: dict[str, list[str]] = {
    "return": ["submit"],
    "resume": ["suspend"],
    "recheck": ["close"],
    "reopen": ["close"],
    "review": ["approve"],
    "revise": ["approve"],
}


@pytest.mark.parametrize(("verb", "key"), [(verb, key) for verb, keys in NEEDS.items() for key in keys])
def test_a_verb_without_one_of_its_words_is_refused(verb: str, key: str) -> None:
    way = [line("add", 0, due=DUE), *(line(each, 1) for each in BEFORE.get(verb, []))]
    assert found(replayed([*way, line(verb, 2)])) == []
    assert found(replayed([*way, line(verb, 2, **{key: None})])) == [(len(way), "LG406")]


@pytest.mark.parametrize(
    ("verb", "key"),
    [("approve", "level"), ("approve", "found_by"), ("approve", "meeting"), ("review", "result"),
     ("revise", "reason"), ("retire", "reason"), ("retire", "basis")],
)  # fmt: skip
def test_a_verb_of_a_risk_without_one_of_its_words_is_refused(verb: str, key: str) -> None:
    way = [line("add", 0), *(line(each, 1) for each in BEFORE.get(verb, []))]
    assert found(replayed([*way, line(verb, 2)], "risk")) == []
    assert found(replayed([*way, line(verb, 2, **{key: None})], "risk")) == [(len(way), "LG406")]


@pytest.mark.parametrize("given_one", [{"opinion": "同意"}, {"opinion": None, "doc": "销号1号"}])
def test_closing_needs_an_opinion_or_a_document(given_one: dict[str, str]) -> None:
    began = line("add", 0, due=DUE)
    assert found(replayed([began, line("close", 1, **given_one)])) == []
    assert found(replayed([began, line("close", 1, opinion=None)])) == [(1, "LG406")]


def test_a_transfer_may_rest_on_a_meeting() -> None:
    moved = line("transfer", 1, doc=None, meeting="JL-2024-001")
    assert found(replayed([line("add", 0, due=DUE), moved])) == []


@pytest.mark.parametrize(
    ("verb", "result", "kind"),
    [("recheck", "changed", "task"), ("review", "sound", "risk"), ("review", "rebound", "task")],
)
def test_a_result_belongs_to_its_verb(verb: str, result: str, kind: str) -> None:
    way = {"recheck": ["close"], "review": ["approve"] if kind == "risk" else []}[verb]
    due = None if kind == "risk" else DUE
    log = [line("add", 0, due=due), *(line(each, 1) for each in way), line(verb, 2, result=result)]
    standing: dict[str, Any] = {} if kind == "risk" else {"standing": True}
    assert found(replayed(log, kind, **standing)) == [(len(log) - 1, "LG406")]


def test_only_a_standing_task_is_reviewed_and_any_approved_risk() -> None:
    log = [line("add", 0, due=DUE), line("review", 1)]
    assert found(replayed(log, "task")) == [(1, "LG405")]
    assert found(replayed(log, "task", standing=True)) == []
    assert found(replayed([line("add", 0), line("approve", 1), line("review", 2)], "risk")) == []


def test_a_standing_entry_is_reopened_without_a_deadline() -> None:
    log = [line("add", 0), line("close", 1), line("reopen", 2, due=None)]
    assert found(replayed(log, due=None, standing=True)) == []


# --- the oracle ---------------------------------------------------------------------------------

ORDER = ["start", "submit", "verify", "publish", "close"]


@dataclass
class Oracle:
    """What an entry is, kept by hand: it believes every line, and notes the illegal ones."""

    kind: str
    steps: tuple[str, ...]
    most: int
    status: str = ""
    round: int = 1
    due: date | None = None
    extended: int = 0
    done: set[str] = field(default_factory=set)
    asked: bool = False
    faults: list[tuple[int, str]] = field(default_factory=list)

    def read(self, place: int, told: dict[str, Any]) -> None:
        verb = told["did"]
        if verb == "add":
            self._begin(place, told)
            return
        if place == 0:
            self.faults.append((0, "LG413"))
        if verb not in {*DESIGN[self.kind], *CHANGES, "accept"}:
            self.faults.append((place, "LG405"))
            return
        if self.status not in arrows(self.kind, verb):
            self.faults.append((place, "LG404"))
        if verb in ORDER:
            before = [step for step in self.steps if ORDER.index(step) < ORDER.index(verb)]
            self.faults += [(place, "LG407") for step in before if step not in self.done]
            self.done.add(verb)
        elif verb in EFFECTS:
            EFFECTS[verb](self, place, told)
        target = "void" if verb == "void" else DESIGN[self.kind].get(verb, ("", ""))[1]
        self.status = target or self.status

    def _begin(self, place: int, told: dict[str, Any]) -> None:
        if place:
            self.faults.append((place, "LG413"))
        self.status = {"risk": "identified", "power": "active", "directive": "active"}.get(self.kind, "open")
        self.round, self.extended, self.done, self.asked = 1, 0, set(), False
        self.due = told.get("due")

    def back(self, _place: int, _told: dict[str, Any]) -> None:
        self.done = {"start"}

    def resume(self, _place: int, _told: dict[str, Any]) -> None:
        self.done.add("start")

    def reopen(self, _place: int, told: dict[str, Any]) -> None:
        self.round, self.due, self.extended, self.asked = self.round + 1, told["due"], 0, False
        self.done = {"start"}

    def extend(self, place: int, told: dict[str, Any]) -> None:
        if told.get("was") != self.due:
            self.faults.append((place, "LG410"))
        if self.due is not None and told["to"] <= self.due:
            self.faults.append((place, "LG411"))
        decided = "approved_by" in told or "refused_by" in told
        if "reason" not in told and not (decided and self.asked):
            self.faults.append((place, "LG406"))
        if "approved_by" in told:
            if self.extended >= self.most:
                self.faults.append((place, "LG412"))
            self.due, self.extended = told["to"], self.extended + 1
        self.asked = not decided


EFFECTS = {"return": Oracle.back, "resume": Oracle.resume, "reopen": Oracle.reopen, "extend": Oracle.extend}
VERBS = sorted({*OF_BOTH, *OF_RECTIFICATION, *OF_RISK, *CHANGES, "accept"} - {"measure", "review", "amend"})


@st.composite
def walks(draw: st.DrawFn) -> tuple[str, tuple[str, ...], int, list[dict[str, Any]]]:
    """A kind, a policy and a log: mostly legal moves from where the oracle stands, now and then any."""
    kind = draw(st.sampled_from(WITH_STATUS))
    chosen = draw(st.sets(st.sampled_from(ORDER[:-1])))
    steps = tuple(s for s in ORDER if s in chosen or s == "close")
    most = draw(st.integers(0, 2))
    oracle = Oracle(kind, steps, most)
    log: list[dict[str, Any]] = []
    for place in range(draw(st.integers(1, 14))):
        legal = [verb for verb in VERBS if oracle.status in arrows(kind, verb)]
        wild = draw(st.integers(0, 9)) == 0
        begins = draw(st.integers(0, 19)) == 0 if place else not wild
        verb = "add" if begins else draw(st.sampled_from(VERBS if wild or not legal else legal))
        told = line(verb, place, **_own(draw, oracle, verb))
        oracle.read(place, told)
        log.append(told)
    return kind, steps, most, log


def _own(draw: st.DrawFn, oracle: Oracle, verb: str) -> dict[str, Any]:
    if verb == "add":
        return {"due": DUE if oracle.kind in DOING else None}
    if verb == "reopen":
        return {"due": DUE + timedelta(days=draw(st.integers(1, 400)))}
    if verb != "extend":
        return {}
    base = oracle.due or DUE
    own: dict[str, Any] = {"to": base + timedelta(days=draw(st.integers(-2, 60))), "was": oracle.due}
    if draw(st.integers(0, 9)) == 0:
        own["was"] = base - timedelta(days=1)
    if draw(st.booleans()):
        own["reason"] = "等批复"
    return own | draw(st.sampled_from([{}, {"approved_by": "head"}, {"refused_by": "head"}]))


@settings(max_examples=300)
@given(walks())
def test_replay_agrees_with_an_oracle_and_names_each_illegal_line(
    walk: tuple[str, tuple[str, ...], int, list[dict[str, Any]]],
) -> None:
    kind, steps, most, log = walk
    log = [{key: value for key, value in told.items() if value is not None} for told in log]
    # A log that does not begin is read from the first status on.
    oracle = Oracle(kind, tuple(step for step in steps if step in DESIGN[kind]), most, FIRST_STATUS[kind])
    for place, told in enumerate(log):
        oracle.read(place, told)
    outcome = replayed(log, kind, policy(steps=steps, most=most), due=DUE if kind in DOING else None)
    state = outcome.state
    assert found(outcome) == sorted(oracle.faults)
    assert (state.status, state.round, state.extended) == (oracle.status, oracle.round, oracle.extended)
    assert state.due == oracle.due
    assert (state.ask is not None) == oracle.asked


def test_every_verb_that_walks_use_says_what_it_needs() -> None:
    assert {*WORDS} <= {*KEYS_OF_VERBS}


@pytest.mark.parametrize("field", ["lead_unit", "units", "owner", "acceptance_unit", "measures.2.unit"])
def test_a_transfer_moves_whoever_answers_from_any_living_status(field: str) -> None:
    value = {"lead_unit": "KQ", "units": ["KQ"]}.get(field, "KQ")
    submitted = [*lines("submit"), line("transfer", 2, field=field, now=value)]
    assert replayed(submitted).problems == ()


@pytest.mark.parametrize("field", ["title", "measures", "measures.2.text", "party_branch", "units.1"])
def test_a_transfer_moves_nothing_else(field: str) -> None:
    found = replayed([*lines("submit"), line("transfer", 2, field=field, now="x")]).problems
    assert [problem.code for problem in found] == ["LG417"]
