"""What a verb may be told: the shapes of its options and arguments, and those that several verbs share.

Help and completion read these: nothing here loads the models or the rules.
"""

from enum import StrEnum
from typing import NamedTuple

from cleanledger.i18n import N_


class Takes(StrEnum):
    """What an option or argument takes; the plural: given again, or several in one."""

    TEXT = "text"
    TEXTS = "texts"
    CHANGES = "changes"
    """`key=value` of the entry's fields."""
    PAIRS = "pairs"
    """`name=value`, names being free."""
    DATE = "date"
    DEADLINE = "deadline"
    """A day, or what the document says: 6月底前, 10个工作日内."""
    NUMBER = "number"
    NUMBERS = "numbers"
    ACTOR = "actor"
    FILE = "file"
    FILES = "files"
    SWITCH = "switch"
    UNIT = "unit"
    UNITS = "units"
    ENTRY = "entry"
    ENTRIES = "entries"
    LEDGER = "ledger"
    LEVEL = "level"
    FOUND_BY = "found_by"
    EFFECT = "effect"
    RESULT = "result"
    STATUS = "status"


class Option(NamedTuple):
    """One option of a verb; `key` is the key of the log line, unless the verb makes something else of it."""

    key: str
    flags: tuple[str, ...]
    help: str
    takes: Takes = Takes.TEXT
    required: bool = False
    """Asked for on a terminal; in a pipe the command line is wrong without it."""


class Argument(NamedTuple):
    """One argument of a verb, behind the id where it takes one."""

    key: str
    metavar: str
    help: str
    takes: Takes = Takes.TEXT
    required: bool = True


NOTE = Option("note", ("--note", "-n"), N_("What there is to say."))
REASON = Option("reason", ("--reason", "-r"), N_("Why."))
OPINION = Option("opinion", ("--opinion",), N_("What the one who checked says."))
BASIS = Option("basis", ("--basis",), N_("What it rests on: a document, a finding."))
APPROVED_BY = Option("approved_by", ("--approved-by",), N_("Who granted it: a post or a unit."), Takes.ACTOR)
REFUSED_BY = Option("refused_by", ("--refused-by",), N_("Who refused it: a post or a unit."), Takes.ACTOR)
DUE = Option(
    "due",
    ("--due", "-d"),
    N_("The last day in time: 2024-06-30, or the words of the document: 6月底前, 10个工作日内, 长期坚持."),
    Takes.DEADLINE,
)
EXPLAIN = Option(
    "explain", ("--explain",), N_("Show the working days that were counted and skipped."), Takes.SWITCH
)
LEAD_UNIT = Option("lead_unit", ("--lead-unit", "-u"), N_("The one unit that answers for it."), Takes.UNIT)
UNITS = Option("units", ("--unit",), N_("A unit that takes part; may be given again."), Takes.UNITS)
OWNER = Option("owner", ("--owner",), N_("Who does it: a post, or as printed."))
MEASURES = Option("measures", ("--measure", "-m"), N_("A measure; may be given again."), Takes.TEXTS)
SET = Option("changes", ("--set",), N_("Any other field; may be given again."), Takes.CHANGES)

COMMON = (
    Option("date", ("--date",), N_("The day it happened; default today."), Takes.DATE),
    Option(
        "actor", ("--actor",), N_("Whose act it is, where it is not yours: a post or a unit."), Takes.ACTOR
    ),
    Option("doc", ("--doc", "-w"), N_("The paper behind it: its number.")),
    Option("meeting", ("--meeting",), N_("The record of the meeting behind it: its id."), Takes.ENTRY),
    Option(
        "evidence", ("--evidence", "-e"), N_("A file to bring as evidence; may be given again."), Takes.FILES
    ),
    Option(
        "ref", ("--ref",), N_("Paper held elsewhere: its archive number; may be given again."), Takes.TEXTS
    ),
)
"""What every verb may be told."""
