"""LG615, LG616, LG618: what a merge made up or left out, and a past that is hidden."""

from collections.abc import Iterator

from cleanledger.checks.accounted import foreign
from cleanledger.checks.change import Change
from cleanledger.checks.rule import Rule, change_rule, stated
from cleanledger.i18n import N_, _
from cleanledger.model.entry import Entry
from cleanledger.model.log import LogLine
from cleanledger.model.source import Problem
from cleanledger.model.vocabulary import field_name, listed, verb_word


@change_rule("LG615", "merge-made-up", hint=N_("merge again, and take the values of one side"))
def merge_made_up(change: Change) -> Iterator[Problem]:
    """A merge brought a value that none of its sides has.

    Why: a merge joins what was done; what it adds itself was done by nobody and looked at by nobody.

    Example:
        $ git merge other-branch  # LG615
    """
    if not change.is_merge or change.after is None:
        return
    if names := list(foreign(change)):
        fields = listed(field_name(name) for name in names)
        yield Problem(_("the merge brought {fields} as none of its sides has it", fields=fields), (names[0],))


@change_rule("LG616", "side-dropped", hint=N_("merge again, and keep both sides"))
def side_dropped(change: Change) -> Iterator[Problem]:
    """A merge left out what one of its sides had.

    Why: it looks as if everything were there, and what somebody did is gone.

    Example:
        $ git merge -s ours other-branch  # LG616
    """
    if not change.is_merge:
        return
    after = change.after
    if after is None:
        if any(change.parents) and not all(change.parents) and not change.was_taken_out:
            yield Problem(_("the merge left the entry out"))
        return
    lost = [line for parent in change.parents if parent for line in parent.log if line not in after.log]
    if lost:
        yield Problem(
            _("the merge left out {lines}", lines=listed(_named(line, after) for line in lost)), ("log",)
        )
    elif change.is_rewritten:
        yield Problem(_("the merge put the lines of the log into another order"), ("log",))


def _named(line: LogLine, entry: Entry) -> str:
    return _("{verb} of {day}", verb=verb_word(line.did, entry.kind), day=line.date.isoformat())


RULES: tuple[Rule, ...] = (
    merge_made_up,
    side_dropped,
    stated(
        "LG618",
        "past-hidden",
        """The repository is set up so that git may show another past than was written.

        Why: replaced objects, grafts and borrowed objects change what every command of git shows.

        Example:
            $ git replace 1f0e4e9 774f929  # LG618
        """,
        hint=N_("audit a fresh clone; ask who set this up"),
    ),
)
