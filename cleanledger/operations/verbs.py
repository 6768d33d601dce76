"""The verbs on entries, as one table: what each is told. What each does is in `by_verb` and `beginnings`.

Help and completion read this table: it loads neither the models nor the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from cleanledger.i18n import N_
from cleanledger.operations.options import (
    APPROVED_BY,
    BASIS,
    COMMON,
    DUE,
    EXPLAIN,
    LEAD_UNIT,
    MEASURES,
    NOTE,
    OPINION,
    OWNER,
    REASON,
    REFUSED_BY,
    SET,
    UNITS,
    Argument,
    Option,
    Takes,
)


@dataclass(frozen=True)
class Verb:
    """One verb on entries.

    `example`: what may follow the verb on a command line, where it cannot be made of what its line must say.
    """

    name: str
    help: str
    options: tuple[Option, ...] = ()
    arguments: tuple[Argument, ...] = ()
    several: bool = True
    """It takes more than one id, all or none."""
    begins: bool = False
    """It makes a new entry, and takes no id."""
    example: str = ""
    asks: tuple[tuple[str, ...], ...] = ()
    """On a terminal the first key of each is asked for where none of them was given."""

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Its own options, and those of every verb that it does not have under the same key."""
        own = {option.key for option in self.options} | {argument.key for argument in self.arguments}
        return (*self.options, *(option for option in COMMON if option.key not in own))


_LEDGER = Argument("ledger", "LEDGER", N_("The ledger, by id or title."), Takes.LEDGER)
_TITLE = Argument("title", "TITLE", N_("What it is about, in one line."))
_CHANGES = Argument(
    "changes", "KEY=VALUE…", N_("What to set; dots lead inside, list items by number."), Takes.TEXTS
)
_ENTRY = (
    LEAD_UNIT,
    DUE,
    MEASURES,
    UNITS,
    OWNER,
    Option("leader", ("--leader",), N_("The leader who answers.")),
    SET,
    NOTE,
    EXPLAIN,
)
"""What an entry is begun with."""

_BEGINNINGS = (
    Verb(
        "add",
        N_("Add an entry to a ledger; its number is the next free one."),
        _ENTRY,
        (_LEDGER, _TITLE),
        begins=True,
        example="RW-2024 修订内部控制制度 -u GDBH -d 2024-12-31",
    ),
    Verb(
        "adopt",
        N_("Take an entry over from an older list, in the state which that list claims (期初登记)."),
        (
            Option("list", ("--list",), N_("The old list as a file; the cover names it once."), Takes.FILE),
            Option("status", ("--status",), N_("The state that the old list claims."), Takes.STATUS),
            Option("closed_on", ("--closed-on",), N_("The day it had ended."), Takes.DATE),
            Option("due_first", ("--due-first",), N_("The first deadline of all."), Takes.DATE),
            Option("extended", ("--extended",), N_("How often it had been extended."), Takes.NUMBER),
            Option("round", ("--round",), N_("The round it had reached; default 1."), Takes.NUMBER),
            Option("row", ("--row",), N_("Its row in the old list, from 1."), Takes.NUMBER),
            *_ENTRY,
        ),
        (_LEDGER, _TITLE),
        begins=True,
        example="ZG-2024 公务用车台账不规范 -u GDBH -d 2024-12-31 --row 5",
        asks=(("status",), ("list",)),
    ),
    Verb(
        "record",
        N_("Record what was held or sent on a day: a meeting, a check, a letter."),
        (
            Option("title", ("--title",), N_("Default: type, unit and day.")),
            Option(
                "held_by", ("--held-by",), N_("The unit that held or sent it; default yours."), Takes.UNIT
            ),
            Option("mode", ("--mode",), N_("How it was held, as printed.")),
            UNITS,
            Option(
                "entries",
                ("--entry",),
                N_("An entry that it speaks of; may be given again."),
                Takes.ENTRIES,
            ),
            Option("numbers", ("--number",), N_("A count; may be given again."), Takes.PAIRS),
            Option("findings", ("--findings",), N_("How many problems were found; 0 counts."), Takes.NUMBER),
            Option("decisions", ("--decision",), N_("What was decided; may be given again."), Takes.TEXTS),
            Option("to", ("--to",), N_("The unit it was sent to; may be given again."), Takes.UNITS),
            Option("reply_by", ("--reply-by",), N_("The last day for an answer."), Takes.DEADLINE),
            Option("doc", ("--doc", "-w"), N_("Its number.")),
            Option("into", ("--into",), N_("The ledger; default that of its year."), Takes.LEDGER),
            SET,
            NOTE,
            EXPLAIN,
        ),
        (Argument("type", "TYPE", N_("What it was: 调度, 检查, 约谈, …")),),
        begins=True,
        example="调度 --held-by JGDW --number people=23 --decision 逐项建账",
    ),
)

_CHAIN = (
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
    Verb(
        "publish",
        N_("Make it public before it ends (公示); closing waits until the days are over."),
        (Option("days", ("--days",), N_("For how many days, weekends included."), Takes.NUMBER), NOTE),
    ),
    Verb("close", N_("End an entry (办结, 销号)."), (OPINION, NOTE)),
)

_WORK = (
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
            DUE._replace(help=N_("When the measure to add is due: a day, or the words of the document.")),
            Option(
                "milestone",
                ("--milestone",),
                N_("A milestone that was reached: its place from 1."),
                Takes.NUMBER,
            ),
            NOTE,
            EXPLAIN,
        ),
        (Argument("num", "[NUM]", N_("The number of the measure."), Takes.NUMBER, required=False),),
        several=False,
        example="ZG-2024-031 1 --done 2024-05-20",
        asks=(("num", "add", "milestone"),),
    ),
    Verb(
        "evidence",
        N_("Bring evidence: files, or paper held elsewhere (--ref)."),
        (NOTE, Option("held_by", ("--held-by",), N_("The unit that holds the paper of --ref."), Takes.UNIT)),
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
    Verb(
        "set",
        N_("Change fields that no other verb owns; key= takes one away, key+= and key-= change a list."),
        (REASON, NOTE, EXPLAIN),
        (_CHANGES,),
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
        asks=(("reason",),),
    ),
)

_PROMISES = (
    Verb(
        "extend",
        N_("Ask for a later deadline; with --approved-by or --refused-by decide it."),
        (
            Option(
                "to",
                ("--to",),
                N_("The new deadline, as a day or in words; default, in an answer: what was asked."),
                Takes.DEADLINE,
            ),
            REASON,
            APPROVED_BY,
            REFUSED_BY,
            NOTE,
            EXPLAIN,
        ),
        example="ZG-2024-031 --to 2024-12-31 --reason 涉及多部门会商",
        asks=(("reason", "approved_by", "refused_by"),),
    ),
    Verb(
        "transfer",
        N_("Give an entry to another unit, or change who takes part (移交)."),
        (
            Option("to", ("--to",), N_("The unit that answers from now on."), Takes.UNIT),
            Option("units", ("--units",), N_("The units that take part from now on."), Takes.UNITS),
            OWNER,
            REASON,
            APPROVED_BY,
            NOTE,
        ),
        example="ZG-2024-031 --to JGDW --reason 职责调整 --approved-by jgdw-head --doc 整改办〔2024〕7号",
        asks=(("to", "units", "owner"),),
    ),
    Verb(
        "amend",
        N_("Change what was promised: title, goal, measures, milestones, an earlier deadline (调整)."),
        (REASON, APPROVED_BY, NOTE, EXPLAIN),
        (_CHANGES,),
        several=False,
        example="ZG-2024-031 goal=流程全部公开 --reason 细化 --approved-by jgdw-head -w 整改办〔2024〕7号",
    ),
    Verb("suspend", N_("Let an entry rest; its clock stands."), (REASON, APPROVED_BY, NOTE)),
    Verb("resume", N_("Go on with an entry that rested."), (REASON, NOTE)),
    Verb(
        "void",
        N_("Take an entry out of the count: it should not have been made, or stands twice."),
        (
            REASON,
            APPROVED_BY,
            Option("same_as", ("--same-as",), N_("The entry that it doubles."), Takes.ENTRY),
            NOTE,
        ),
    ),
    Verb(
        "carry",
        N_("Carry an entry on to another ledger, with its state and its history (结转)."),
        (
            Option("into", ("--into",), N_("The ledger that it is carried to."), Takes.LEDGER, required=True),
            NOTE,
        ),
    ),
)

_AFTER = (
    Verb(
        "recheck",
        N_("Look at a closed entry again (回头看): sound, or come back."),
        (
            Option("result", ("--result",), N_("sound or rebound."), Takes.RESULT),
            Option("effect", ("--effect",), N_("How good it came out: good, fair or poor."), Takes.EFFECT),
            Option(
                "indicators",
                ("--indicator",),
                N_("An indicator as read; may be given again."),
                Takes.PAIRS,
            ),
            Option("basis", ("--basis",), N_("What was done about a rebound, where it is not reopened.")),
            NOTE,
        ),
    ),
    Verb(
        "reopen",
        N_("Begin a new round of a closed entry (重新交办)."),
        (
            REASON,
            BASIS,
            DUE._replace(help=N_("The deadline of the new round, as a day or in words.")),
            Option(
                "measures",
                ("--measure",),
                N_("A measure that falls open again, by number; may be given again."),
                Takes.NUMBERS,
            ),
            NOTE,
            EXPLAIN,
        ),
        example="ZG-2024-031 --reason 问题反弹 --basis 回头看报告2024-5 --due 2025-03-31",
    ),
    Verb(
        "review",
        N_("Say what a regular review found, of a standing entry or of a risk."),
        (Option("result", ("--result",), N_("unchanged or changed."), Takes.RESULT), REASON, NOTE),
    ),
    Verb(
        "approve",
        N_("Fix the level of a risk, as a meeting decided (会议定)."),
        (
            Option(
                "level", ("--level",), N_("high, medium or low; or as the ledger prints it."), Takes.LEVEL
            ),
            Option("found_by", ("--found-by",), N_("Which step raised it."), Takes.FOUND_BY),
            NOTE,
        ),
    ),
    Verb("revise", N_("Open an approved risk again, to be looked at anew."), (REASON, NOTE)),
    Verb("retire", N_("End a risk, a power or a directive that is no more."), (REASON, BASIS, NOTE)),
    Verb(
        "reply",
        N_("Say that a letter was answered (回复)."),
        (NOTE,),
    ),
    Verb(
        "accept",
        N_("Let a finding stand for a time, with a reason."),
        (
            REASON._replace(required=True),
            Option(
                "until",
                ("--until",),
                N_("The last day it may stand; at most 366 days on."),
                Takes.DATE,
                required=True,
            ),
        ),
        (Argument("code", "CODE", N_("The code of the finding, e.g. LG508.")),),
        several=False,
        example="ZG-2024-031 LG304 -r 另有安排 --until 2024-12-31 --actor jgdw-head -w 整改办〔2024〕7号",
    ),
)

VERBS: Mapping[str, Verb] = MappingProxyType(
    {verb.name: verb for verb in (*_BEGINNINGS, *_WORK, *_CHAIN, *_PROMISES, *_AFTER)}
)
"""Every verb on entries."""


def log_date(given: Mapping[str, object], today: date) -> date:
    """The day that a line is about."""
    day = given.get("date")
    return day if isinstance(day, date) else today
