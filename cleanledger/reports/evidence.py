"""Whether each round has the evidence that the policy wants."""

from collections.abc import Iterator, Sequence
from datetime import date

from cleanledger.i18n import N_
from cleanledger.model.lifecycle import steps_claimed
from cleanledger.model.standing import Row, Standing, standings
from cleanledger.reports.columns import ID, LEAD_UNIT, TITLE
from cleanledger.reports.lives import is_counted, life, order
from cleanledger.reports.query import Query
from cleanledger.reports.report import Report
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (
    *(ID, TITLE, LEAD_UNIT),
    Column("round", N_("round"), Content.NUMBER),
    Column("wanted", N_("wanted"), Content.NUMBER),
    Column("having", N_("having"), Content.NUMBER),
    Column("files", N_("files"), Content.NUMBER),
    Column("refs", N_("papers"), Content.NUMBER),
    Column("latest", N_("latest"), Content.DATE),
    Column("missing", N_("missing"), Content.NUMBER),
)


def evidence(rows: Sequence[Row], query: Query) -> Table:
    """How much evidence each round of each entry wants, has and lacks.

    Wanted: by the policy of the day it was claimed, else of today; nothing where an adopt line claims it.
    """
    found = [
        (row, standing)
        for row, standing in standings(rows, query.day, query.near_days)
        if is_counted(row) and standing.status not in ("void", "carried")
    ]
    found.sort(key=lambda pair: order(pair[0]))
    lines = (line for row, standing in found for line in _lines(row, standing, query))
    return Table("evidence", COLUMNS, tuple(lines))


def _lines(row: Row, standing: Standing, query: Query) -> Iterator[Line]:
    wanted = _wanted(row, query)
    proofs = [proof for proof in row.evidence if proof.date <= query.day]
    for number in sorted({standing.moment.round, *wanted, *(proof.round for proof in proofs)}):
        of_round = [proof for proof in proofs if proof.round == number]
        files = sum(bool(proof.path) for proof in of_round)
        wants = wanted.get(number, 0)
        yield (
            row.id,
            row.title,
            standing.moment.lead_unit or None,
            number,
            wants,
            len(of_round),
            files,
            len(of_round) - files,
            max((proof.date for proof in of_round), default=None),
            max(wants - len(of_round), 0),
        )


def _wanted(row: Row, query: Query) -> dict[int, int]:
    """What each round that the log tells of wants."""

    def on(day: date) -> int:
        return query.terms.rules_on(row.ledger, row.kind, day).evidence

    wanted = {} if row.acts else {1: on(query.day)}
    for told in life(row, query.day):
        act = told.act
        if act.did == "adopt" and "submit" in steps_claimed(act.status):
            wanted[told.round] = 0
        elif act.did in ("add", "adopt", "reopen", "return"):
            wanted[told.round] = on(query.day)
        elif act.did == "submit" or (act.did == "close" and not told.claimed):
            wanted[told.round] = on(act.date)
    return wanted


EVIDENCE = Report(evidence, COLUMNS, "佐证")
