"""LG0xx: files that cannot be read as they should. The reader finds these; here stand their pages."""

from cleanledger.checks.rule import stated
from cleanledger.i18n import N_

RULES = (
    stated(
        "LG001",
        "unreadable-file",
        "The file is not UTF-8 text that can be opened: nothing in it can be trusted.",
        hint=N_("put the file right, or take it from git again"),
    ),
    stated(
        "LG002",
        "file-too-large",
        "A file is at most 1 MiB and 20,000 values: an entry is one line of a list.",
        hint=N_("one file holds one entry: move long material to evidence"),
    ),
    stated(
        "LG003",
        "nested-too-deep",
        "No file of a book nests deeper than 20 levels; deeper ones can stop a reader.",
    ),
    stated(
        "LG004",
        "malformed-yaml",
        "The text is not YAML, mostly by a slip: a colon, a quote, a tab, an indent.",
    ),
    stated(
        "LG005",
        "forbidden-yaml",
        "Anchors, aliases, tags, merge keys, directives and second documents hide what a line says.",
    ),
    stated(
        "LG006",
        "duplicate-key",
        "Two keys that are or look the same: a reader keeps one of them and nobody knows which.",
    ),
    stated(
        "LG007",
        "conflict-marker",
        "Two versions were merged and nobody has chosen yet; the markers still stand.",
    ),
    stated("LG008", "empty-value", "A key without value says nothing: leave it out, or give the value."),
    stated(
        "LG009",
        "not-a-map",
        "A file of a book is a map of keys and values; this one is empty, a list or a lone value.",
    ),
    stated(
        "LG010",
        "unquoted-value",
        "Without quotes other programs read this text as a number, boolean, null or date.",
    ),
    stated(
        "LG011",
        "control-character-in-file",
        "A raw control character can forge what a screen shows, also in a comment.",
    ),
)
