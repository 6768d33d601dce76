"""Hypothesis strategies for the logs of entries: legal ones of any length."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from cleanledger.model.lifecycle import MOVES
from tests.model.builders import DUE, day, line, replayed

_LEFT_OUT = ("review", "measure")
_ANSWERS: tuple[dict[str, Any], ...] = ({}, {"approved_by": "head"}, {"refused_by": "head"})
"""An extension is asked for, granted or refused."""


@st.composite
def logs(
    draw: st.DrawFn, kind: str, begun: Sequence[dict[str, Any]] = (), by: str = "clerk"
) -> list[dict[str, Any]]:
    """A legal log in order of days, with corrections here and there; `begun`: how it begins, typed before."""
    log = list(begun) or [line("add", 0, due=DUE)]
    on = (log[-1]["date"] - day(0)).days
    for _number in range(draw(st.integers(0, 10))):
        status = replayed(log, kind).state.status
        legal = sorted(
            verb
            for (of_kind, verb), move in MOVES.items()
            if of_kind == kind and status in move.sources and verb not in _LEFT_OUT
        )
        on += draw(st.integers(0, 60))
        log.append({**_told(draw, draw(st.sampled_from([*legal, "correct"])), on, log, kind), "by": by})
        if replayed(log, kind).problems:
            log.pop()
    return log


def _told(draw: st.DrawFn, verb: str, on: int, log: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    due = replayed(log, kind).state.due
    if verb == "extend":
        to = (due or DUE) + timedelta(days=draw(st.integers(1, 90)))
        answer = draw(st.sampled_from(_ANSWERS))
        return line(verb, on, was=due, to=to, reason="等批复", **answer)
    if verb == "amend":
        to = (due or DUE) + timedelta(days=draw(st.integers(-90, 90)))
        return line(verb, on, field="due", was=due, now=to)
    if verb == "reopen":
        return line(verb, on, due=day(on + draw(st.integers(0, 200))))
    if verb == "correct":
        wrong = draw(st.sampled_from(log))
        nth = sum(each["date"] == wrong["date"] and each["did"] == wrong["did"] for each in log)
        of = {"date": wrong["date"], "did": wrong["did"], "nth": nth}
        return line(verb, on, of=of, reason="录错", approved_by="head")
    return line(verb, on)
