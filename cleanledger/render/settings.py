"""Rules and settings in words: what a key is called, what a value means, who says so."""

from cleanledger.i18n import N_, _, language
from cleanledger.model.book import Book
from cleanledger.model.chain import CHAIN
from cleanledger.model.paths import beneath, titles_at
from cleanledger.model.policy import Version
from cleanledger.model.record import Model
from cleanledger.model.vocabulary import POLICY_WORDS, listed, verb_word, word

_SAYS = {"cover": N_("cover"), "default": N_("the program"), "book": N_("book")}


def setting_in_words(key: str) -> str:
    """A dotted key as people read it, the key behind it: so it can be typed."""
    model: type[Model] = Version if titles_at(Version, ()).get(key.partition(".")[0]) else Book
    words = []
    current: type[Model] | None = model
    for part in key.split("."):
        titles = titles_at(current, ()).get(part, (part,)) if current else (part,)
        words.append(titles[-1] if language() == "zh" else titles[0].lower())
        current = beneath(current, part)[1]
    name = " ".join(words) if language() != "zh" else "·".join(words)
    return _("{name} ({code})", name=name, code=key)


def rule_in_words(value: str, kind: str = "") -> str:
    """A value of a rule for entries of `kind`: steps and codes as words, numbers and sizes as they are."""
    if ", " in value:
        return listed(value.split(", "))
    parts = value.split()
    if parts and all(part in CHAIN for part in parts):
        return " → ".join(verb_word(part, kind) for part in parts)
    if parts and all(part.isdigit() for part in parts):
        return listed(parts)
    return word(POLICY_WORDS, value)


def origin_in_words(says: str) -> str:
    """Who says so: the cover, the book, a version by its number, or nobody but the program."""
    return _("version {number}", number=says) if says.isdigit() else word(_SAYS, says)
