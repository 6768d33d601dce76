"""The verbs that change one entry, as one table: what each is told. What each does is in `acts`.

Help and completion read this table: it loads neither the models nor the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from cleanledger.i18n import N_


class Takes(StrEnum):
    """What an option or argument takes."""

    TEXT = "text"
    TEXTS = "texts"
    DATE = "date"
    NUMBER = "number"
    ACTOR = "actor"
    FILES = "files"
    SWITCH = "switch"


class Option(NamedTuple):
    """One option of a verb; `key` is the key of the log line, unless the verb makes something else of it."""

    key: str
    flags: tuple[str, ...]
    help: str
    takes: Takes = Takes.TEXT


class Argument(NamedTuple):
    """One argument of a verb after the id."""

    key: str
    metavar: str
    help: str
    takes: Takes = Takes.TEXT
    required: bool = True


@dataclass(frozen=True)
class Verb:
    """One verb: `several` takes more than one id, all or none.

    `example`: what may follow the verb on a command line, where it cannot be made of what its line must say.
    """

    name: str
    help: str
    options: tuple[Option, ...] = ()
    arguments: tuple[Argument, ...] = ()
    several: bool = True
    example: str = ""


NOTE = Option("note", ("--note", "-n"), N_("What there is to say."))
REASON = Option("reason", ("--reason", "-r"), N_("Why."))
OPINION = Option("opinion", ("--opinion",), N_("What the one who checked says."))
APPROVED_BY = Option("approved_by", ("--approved-by",), N_("Who granted it: a post or a unit."), Takes.ACTOR)
REFUSED_BY = Option("refused_by", ("--refused-by",), N_("Who refused it: a post or a unit."), Takes.ACTOR)

COMMON = (
    Option("date", ("--date",), N_("The day it happened; default today."), Takes.DATE),
    Option(
        "actor", ("--actor",), N_("Whose act it is, where it is not yours: a post or a unit."), Takes.ACTOR
    ),
    Option("doc", ("--doc", "-w"), N_("The paper behind it: its number.")),
    Option("meeting", ("--meeting",), N_("The record of the meeting behind it: its id.")),
    Option(
        "evidence", ("--evidence", "-e"), N_("A file to bring as evidence; may be given again."), Takes.FILES
    ),
    Option(
        "ref", ("--ref",), N_("Paper held elsewhere: its archive number; may be given again."), Takes.TEXTS
    ),
)
"""What every verb may be told."""

_VERBS = (
    Verb(
        "progress",
        N_("Say how far an entry has come."),
        (
            Option("percent", ("--percent",), N_("How much is done, in percent."), Takes.NUMBER),
            Option("difficulty", ("--difficulty",), N_("What stands in the way.")),
        ),
        (Argument("note", "TEXT", N_("What was done.")),),
        several=False,
    ),
    Verb(
        "measure",
        N_("Mark a measure as done, add one, or mark a milestone as reached."),
        (
            Option("done", ("--done",), N_("The day it was done; default the day of the line."), Takes.DATE),
            Option("add", ("--add",), N_("The text of a measure to add.")),
            Option(
                "milestone",
                ("--milestone",),
                N_("A milestone that was reached: its place from 1."),
                Takes.NUMBER,
            ),
            NOTE,
        ),
        (Argument("num", "[NUM]", N_("The number of the measure."), Takes.NUMBER, required=False),),
        several=False,
        example="ZG-2024-031 1 --done 2024-05-20",
    ),
    Verb(
        "evidence",
        N_("Bring evidence: files, or paper held elsewhere (--ref)."),
        (NOTE, Option("held_by", ("--held-by",), N_("The unit that holds the paper of --ref."))),
        (
            Argument(
                "files",
                "[FILE]…",
                N_("Files to bring; they are copied into the book."),
                Takes.FILES,
                required=False,
            ),
        ),
        several=False,
        example="ZG-2024-031 --ref 机关纪委档案2024-17-3 --held-by JGJW",
    ),
    Verb("start", N_("Say that work on an entry has begun."), (NOTE,)),
    Verb(
        "submit",
        N_("Claim that an entry is done (报办结, 申请销号)."),
        (
            NOTE,
            Option("all_measures", ("--all-measures",), N_("Mark every open measure as done."), Takes.SWITCH),
        ),
    ),
    Verb("return", N_("Give a claimed entry back to its unit."), (REASON, NOTE)),
    Verb("verify", N_("Say that what was claimed was found to be so (验收)."), (OPINION, NOTE)),
    Verb("close", N_("End an entry (办结, 销号)."), (OPINION, NOTE)),
    Verb(
        "extend",
        N_("Ask for a later deadline; with --approved-by or --refused-by decide it."),
        (
            Option("to", ("--to",), N_("The new deadline."), Takes.DATE),
            REASON,
            APPROVED_BY,
            REFUSED_BY,
            NOTE,
        ),
        example="ZG-2024-031 --to 2024-12-31 --reason 涉及多部门会商",
    ),
    Verb(
        "set",
        N_("Change fields that no other verb owns; key= takes one away, key+= and key-= change a list."),
        (REASON, NOTE),
        (
            Argument(
                "changes",
                "KEY=VALUE…",
                N_("What to set; dots lead inside, list items by number."),
                Takes.TEXTS,
            ),
        ),
        several=False,
        example="ZG-2024-031 leader=分管副厅长",
    ),
    Verb(
        "correct",
        N_("Put a log line right that was typed wrong; without KEY=VALUE the line is taken back."),
        (
            Option(
                "line", ("--line",), N_("The line, as show numbers them; default the last."), Takes.NUMBER
            ),
            REASON,
            APPROVED_BY,
        ),
        (
            Argument(
                "changes", "[KEY=VALUE]…", N_("What the line should have said."), Takes.TEXTS, required=False
            ),
        ),
        several=False,
        example="ZG-2024-031 --line 2 note=已部署 --reason 漏填",
    ),
)

VERBS: Mapping[str, Verb] = MappingProxyType({verb.name: verb for verb in _VERBS})
"""Every verb on one entry, in the order of help."""


def log_date(given: Mapping[str, object], today: date) -> date:
    """The day that a line is about."""
    day = given.get("date")
    return day if isinstance(day, date) else today
