"""LG0xx: files that cannot be read as they should. The reader finds these; here stand their pages."""

from cleanledger.checks.rule import stated
from cleanledger.i18n import N_

RULES = (
    stated(
        "LG001",
        "unreadable-file",
        """A file is not UTF-8 text that can be opened.

        Why: nothing in it can be trusted, and what cannot be read is checked by nobody.

        Example:
            # RW-2024/RW-2024-001.yaml
            id: RW-2024-001
            title: ¿ªÕ¹¼¯ÌåÁ®ÕþÌ¸»°  # LG001
        """,
        hint=N_("put the file right, or take it from git again"),
    ),
    stated(
        "LG002",
        "file-too-large",
        """A file is larger than 1 MiB, or holds more than 20,000 values.

        Why: an entry is one line of a list; what is larger is something else.

        Example:
            # RW-2024/RW-2024-001.yaml
            kind: task  # LG002
            …
            # 一行很长很长的说明，反复粘贴，没有尽头
            # 一行很长很长的说明，反复粘贴，没有尽头
            …
        """,
        hint=N_("one file holds one entry: move long material to evidence"),
    ),
    stated(
        "LG003",
        "nested-too-deep",
        """Lists and maps of a file stand more than 20 levels deep in each other.

        Why: no file of a book needs that depth, and more can stop a reader.

        Example:
            # RW-2024/RW-2024-001.yaml
            lead_unit: GDBH
            units: [[[[[[[[[[[[[[[[[[[[[ZFJ]]]]]]]]]]]]]]]]]]]]]  # LG003
        """,
        hint=N_("look for a stray bracket or indent, and take it out"),
    ),
    stated(
        "LG004",
        "malformed-yaml",
        """The text is not YAML, mostly by a slip: a colon, a quote, a tab, an indent.

        Why: a reader that guesses what was meant stores something else.

        Example:
            # RW-2024/RW-2024-001.yaml
            units: [ZFJ]
            leader:分管副局长  # LG004
        """,
        hint=N_("put the line right as the finding says; a colon is followed by a space"),
    ),
    stated(
        "LG005",
        "forbidden-yaml",
        """A file holds an anchor, an alias, a tag, a merge key, a directive or a second document.

        Why: they hide what a line says: its value stands somewhere else.

        Example:
            # RW-2024/RW-2024-001.yaml
            units: [ZFJ]
            leader: &deputy 分管副局长  # LG005
        """,
        hint=N_("write the value where it belongs; put text that begins with & or * in quotes"),
    ),
    stated(
        "LG006",
        "duplicate-key",
        """A map has two keys that are the same, or look the same.

        Why: a reader keeps one of them, and nobody knows which.

        Example:
            # RW-2024/RW-2024-001.yaml
            leader: 分管副局长
            leader: 局长  # LG006
        """,
        hint=N_("keep one of the two"),
    ),
    stated(
        "LG007",
        "conflict-marker",
        """Two versions were merged and nobody has chosen yet; the markers still stand.

        Why: which of the two holds is a decision, and not the program's.

        Example:
            # RW-2024/RW-2024-001.yaml
            <<<<<<< HEAD  # LG007
            leader: 分管副局长
            =======
        """,
        hint=N_("take the marker lines out; of a log both sides stay, of anything else choose one"),
    ),
    stated(
        "LG008",
        "empty-value",
        """A key has no value, or null.

        Why: it says nothing, and hides that something is missing.

        Example:
            # RW-2024/RW-2024-001.yaml
            units: [ZFJ]
            leader:  # LG008
            owner: gdbh-clerk
        """,
        hint=N_("leave the key out, or give the value"),
    ),
    stated(
        "LG009",
        "not-a-map",
        """A file is empty, a list or a lone value, and no map of keys and values.

        Why: its number is taken, and nobody can say for what.

        Example:
            # RW-2024/RW-2024-003.yaml
            # 尚未填写  # LG009
        """,
        hint=N_("write what the entry is, or take the file out"),
    ),
    stated(
        "LG010",
        "unquoted-value",
        """A text stands without quotes that other programs read as a number, a boolean, null or a date.

        Why: the same line must say the same to every reader, today and in ten years.

        Example:
            # RW-2024/RW-2024-001.yaml
            id: RW-2024-001
            title: 2024  # LG010
        """,
        hint=N_("put it in quotes"),
    ),
    stated(
        "LG011",
        "control-character-in-file",
        r"""A file holds a raw control character, be it in a comment.

        Why: it can forge what a screen shows.

        Example:
            # RW-2024/RW-2024-001.yaml
            units: [ZFJ]
            leader: 分管副局长 # \u009b8m长局副  # LG011
        """,
        hint=N_("take it out; where the text needs it, write it as an escape in double quotes"),
    ),
)
