"""`accept`: a finding may stand for a time, on somebody's word."""

from cleanledger.checks.catalog import BY_CODE
from cleanledger.checks.run import judge_entry
from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.source import Tree
from cleanledger.model.vocabulary import listed
from cleanledger.operations.act import Act
from cleanledger.operations.check import check
from cleanledger.operations.draft import Acts, plain
from cleanledger.store.splice import Append


def accept(act: Act) -> Acts:
    """One item in `accepted`, and the log line that says who let it stand."""
    code = act.given["code"].upper()
    if code not in BY_CODE:
        raise UsageError(_("there is no rule {code}", code=code), _("codes begin with LG0 to LG9"))
    _refuse_nothing_found(act, code)
    item: Tree = {
        "code": code,
        "reason": act.given["reason"],
        "by": act.given.get("actor") or act.desk.typist,
        "date": plain(act.day),
        "until": plain(act.given["until"]),
    }
    return Acts([act.line(code=code)], [Append(("accepted",), item)])


def _refuse_nothing_found(act: Act, code: str) -> None:
    """Nobody accepts what is not there; what stands between entries the whole book has to say."""
    if BY_CODE[code].of_book:
        day = act.desk.today
        findings = check(act.desk.shelf, today=day, now=day).findings
    else:
        _entry, document = act.desk.open(act.entry.id)
        findings = judge_entry(act.desk.subject(act.entry, document))
    found = sorted({each.code for each in findings if each.entry == act.entry.id})
    if code not in found:
        raise Refused(
            _("{code} is not found in {id}", code=code, id=act.entry.id),
            _("found there: {known}", known=listed(found) or _("none")),
        )
