"""What a command is about to write, asked of the rules on changes; what they remark is said."""

from collections.abc import Iterable

from cleanledger.cli import output
from cleanledger.i18n import _
from cleanledger.model.finding import Finding
from cleanledger.model.vocabulary import word
from cleanledger.operations.approving import Circumstances, approved
from cleanledger.operations.desk import Desk
from cleanledger.operations.save import Approved, Message
from cleanledger.render.words import SEVERITIES
from cleanledger.store.changeset import FileChange


def approve(
    desk: Desk, changes: Iterable[FileChange], message: Message, known: Circumstances | None = None
) -> Approved:
    """`changes` as the rules on changes let them pass; RuledOut where they do not."""
    found = approved(desk, changes, message, known)
    for remark in found.remarks:
        _say(remark)
    return found


def _say(finding: Finding) -> None:
    where = f"{finding.entry} " if finding.entry else ""
    severity = word(SEVERITIES, finding.severity)
    output.note(f"{severity}{_(': ')}{where}{finding.code} {finding.message}")
    if finding.hint:
        output.note("  " + _("hint") + _(": ") + finding.hint)
