"""What the reader says of well-formed YAML that a ledger does not take; the wording of LG002 to LG009."""

from cleanledger.i18n import _
from cleanledger.model.source import FieldPath, Problem, Related, Span

MOST_SHOWN = 60


def shown(text: str) -> str:
    """`text` fit for a message: short, and without characters that a terminal would obey."""
    cut = text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in cut)


def too_deep(span: Span, most: int) -> Problem:
    """LG003."""
    message = _("lists and maps stand more than {most} deep in each other", most=most)
    hint = _("Nothing in a ledger needs that depth: look for a stray bracket or indentation.")
    return Problem(message, hint=hint, code="LG003", span=span)


def too_many(span: Span, most: int) -> Problem:
    """LG002 for keys and values."""
    message = _("the file holds more than {most} keys and values", most=most)
    return Problem(message, hint=_("One file holds one entry: split it."), code="LG002", span=span)


def alias(span: Span) -> Problem:
    """LG005 for `*name`."""
    message = _("a value that begins with * refers to another place (an alias); that is not allowed")
    hint = _("Write the value out. If the * belongs to the text, put the text in quotes.")
    return Problem(message, hint=hint, code="LG005", span=span)


def anchor(span: Span) -> Problem:
    """LG005 for `&name`."""
    message = _("a value that begins with & is given a name (an anchor); that is not allowed")
    hint = _("Delete the name. If the & belongs to the text, put the text in quotes.")
    return Problem(message, hint=hint, code="LG005", span=span)


def tag(span: Span) -> Problem:
    """LG005 for `!type`."""
    message = _("a value that begins with ! names a type (a tag); that is not allowed")
    hint = _("Delete the tag. If the ! belongs to the text, put the text in quotes.")
    return Problem(message, hint=hint, code="LG005", span=span)


def directive(span: Span) -> Problem:
    """LG005 for `%YAML` and the like."""
    message = _("a line that begins with % is an instruction to YAML; that is not allowed")
    hint = _("Delete the line. If the % belongs to a text, put the text in quotes.")
    return Problem(message, hint=hint, code="LG005", span=span)


def second_document(span: Span) -> Problem:
    """LG005 for anything after the first document."""
    message = _("a second document begins here; a file holds exactly one")
    hint = _("Delete the line --- or ..., or move what follows into a file of its own.")
    return Problem(message, hint=hint, code="LG005", span=span)


def merge_key(span: Span) -> Problem:
    """LG005 for `<<`."""
    message = _("the merge key << takes values from another place; that is not allowed")
    return Problem(message, hint=_("Write the values out."), code="LG005", span=span)


def twin_key(path: str, field: FieldPath, span: Span, first: str, at: Span) -> Problem:
    """LG006: `field` is the later key, `first` the one that stood at `at` already."""
    key = str(field[-1])
    if key == first:
        message = _('the key "{key}" stands twice; first at line {line}', key=shown(key), line=at.line)
    else:
        message = _(
            'the key "{key}" looks like the key "{first}" at line {line}',
            key=shown(key),
            first=shown(first),
            line=at.line,
        )
    hint = _("Keep one of the two and delete the other.")
    related = (Related(path, at.line, at.column, _("the first one")),)
    return Problem(message, field=field, hint=hint, code="LG006", span=span, related=related)


def no_value(field: FieldPath, span: Span) -> Problem:
    """LG008 for a key."""
    message = _('the key "{key}" has no value, or the value is null', key=shown(str(field[-1])))
    hint = _("Leave the key out, or write a value (in quotes if the word itself is meant).")
    return Problem(message, field=field, hint=hint, code="LG008", span=span)


def null_item(field: FieldPath, span: Span) -> Problem:
    """LG008 for an item of a list."""
    message = _("an item of the list is empty or null")
    hint = _("Delete the item, or put the word in quotes if the word itself is meant.")
    return Problem(message, field=field, hint=hint, code="LG008", span=span)


def null_key(span: Span) -> Problem:
    """LG009 for `~: x` and `: x`."""
    message = _("a key is missing before the colon, or it is null")
    hint = _("Write a key, or put the word in quotes if the word itself is meant.")
    return Problem(message, hint=hint, code="LG009", span=span)


def key_not_text(span: Span) -> Problem:
    """LG009 for a list or map as a key."""
    message = _("a list or a map stands where a key should be")
    return Problem(
        message, hint=_("A key is a word, followed by a colon and a space."), code="LG009", span=span
    )


def not_a_map(root: object, span: Span) -> Problem:
    """LG009 for a file that is empty, a list or a mere text."""
    if root is None:
        message = _("the file is empty, or holds only comments")
    elif isinstance(root, list):
        message = _("the file holds a list where keys with values should be")
    else:
        message = _("the file holds a mere text where keys with values should be")
    hint = _("A file has lines such as: title: text")
    return Problem(message, hint=hint, code="LG009", span=span)
