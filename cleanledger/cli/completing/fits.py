"""What fits where a value is typed: one table for options, arguments and fields, by key and by metavar."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Fits(StrEnum):
    """What may be typed at a place."""

    NOTHING = ""
    """Free text, a number, a day: nobody knows what comes."""
    ENTRY = "entry"
    RECORD = "record"
    UNIT = "unit"
    POST = "post"
    ACTOR = "actor"
    """A post or a unit."""
    LEDGER = "ledger"
    PLAN = "plan"
    CAMPAIGN = "campaign"
    RECORD_TYPE = "record_type"
    CHANGE = "change"
    """`key=value` of a field of an entry."""
    LOG_CHANGE = "log_change"
    """`key=value` of a log line."""
    RULE_OR_ENTRY = "rule_or_entry"
    FILE = "file"
    FOLDER = "folder"
    # Words of the program's own: a list of `table.json`.
    BY = "by"
    EFFECT = "effect"
    FORMAT = "format"
    FOUND_BY = "found_by"
    KIND = "kind"
    LANGUAGE = "language"
    LEVEL = "level"
    REPORT = "report"
    RESULT = "result"
    ROLE = "role"
    RULE = "rule"
    STATUS = "status"
    UNIT_KIND = "unit_kind"


_BY_PLACE: Mapping[tuple[str, str], Fits] = MappingProxyType(
    {
        # What is new is nobody's to complete.
        ("new", "ledger"): Fits.NOTHING,
        ("unit add", "code"): Fits.NOTHING,
        ("person add", "post"): Fits.NOTHING,
        ("person move", "new"): Fits.POST,
        ("plan add", "code"): Fits.NOTHING,
        ("plan set", "code"): Fits.PLAN,
        ("campaign add", "code"): Fits.NOTHING,
        ("campaign set", "code"): Fits.CAMPAIGN,
        ("duty add", "type"): Fits.RECORD_TYPE,
        ("unit add", "kind"): Fits.UNIT_KIND,
        ("init", "unit"): Fits.NOTHING,
        ("report", "name"): Fits.REPORT,
        ("check", "base"): Fits.NOTHING,
        ("share", "address"): Fits.FOLDER,
        ("join", "address"): Fits.FOLDER,
        ("hooks merge", "base"): Fits.FILE,
        ("hooks merge", "ours"): Fits.FILE,
        ("hooks merge", "theirs"): Fits.FILE,
        ("audit", "commits"): Fits.NOTHING,
        ("accept", "code"): Fits.RULE,
        ("unit set", "code"): Fits.UNIT,
        ("unit rename", "code"): Fits.UNIT,
        ("correct", "changes"): Fits.LOG_CHANGE,
        ("policy set", "changes"): Fits.NOTHING,
        ("record", "type"): Fits.RECORD_TYPE,
        ("check", "paths"): Fits.FILE,
        ("report", "type"): Fits.RECORD_TYPE,
        ("notices", "type"): Fits.RECORD_TYPE,
        ("notices", "template"): Fits.RECORD_TYPE,
        ("explain", "words"): Fits.RULE_OR_ENTRY,
    }
)
"""By command and key, where the key alone means something else."""

_BY_KEY: Mapping[str, Fits] = MappingProxyType(
    {
        **dict.fromkeys(("actor", "approved_by", "refused_by"), Fits.ACTOR),
        **dict.fromkeys(("owner", "given_post"), Fits.POST),
        **dict.fromkeys(
            ("lead_unit", "units", "unit", "acceptance_unit", "party_branch", "held_by", "keeper", "under"),
            Fits.UNIT,
        ),
        **dict.fromkeys(("same_as", "entries", "directives", "related", "risks", "power"), Fits.ENTRY),
        "meeting": Fits.RECORD,
        "into": Fits.LEDGER,
        "plan": Fits.PLAN,
        "campaign": Fits.CAMPAIGN,
        "select": Fits.RULE,
        "effect": Fits.EFFECT,
        "found_by": Fits.FOUND_BY,
        "level": Fits.LEVEL,
        "result": Fits.RESULT,
        "given_lang": Fits.LANGUAGE,
        # Free text, said so one by one: an option that is new is looked at once.
        **dict.fromkeys(
            (
                *("add", "alias", "basis", "carrier", "decisions", "difficulty", "doc", "leader", "measures"),
                *("mode", "name", "note", "opinion", "reason", "ref", "title"),
            ),
            Fits.NOTHING,
        ),
    }
)

_BY_METAVAR: Mapping[str, Fits] = MappingProxyType(
    {
        "BY": Fits.BY,
        "DIR": Fits.FOLDER,
        "FILE": Fits.FILE,
        "ZIP": Fits.FILE,
        "FORMAT": Fits.FORMAT,
        "ID": Fits.ENTRY,
        "KEY=VALUE": Fits.CHANGE,
        "KIND": Fits.KIND,
        "LEDGER": Fits.LEDGER,
        "PATH": Fits.FOLDER,
        "POST": Fits.POST,
        "ROLE": Fits.ROLE,
        "STATUS": Fits.STATUS,
        "UNIT": Fits.UNIT,
        # A day, a number, an address: typed by hand.
        **dict.fromkeys(
            ("DATE", "DUE", "E", "INTERVAL", "K", "N", "NAME=VALUE", "NUM", "PAPER", "Y", "YYYY-MM"),
            Fits.NOTHING,
        ),
    }
)


def fits(command: str, key: str, metavar: str) -> Fits | None:
    """What fits the parameter `key` of `command`; None where no table says."""
    found = _BY_PLACE.get((command, key))
    if found is None:
        found = _BY_KEY.get(key)
    return _BY_METAVAR.get(metavar) if found is None else found


def fits_field(key: str) -> Fits:
    """What fits the field `key` of an entry or a log line."""
    return _BY_KEY.get(key, Fits.NOTHING)


def alternatives(metavar: str) -> tuple[str, ...]:
    """The words of a metavar that names them all: `text|json`."""
    words = tuple(metavar.split("|"))
    return words if len(words) > 1 and all(word.isidentifier() and word.islower() for word in words) else ()
