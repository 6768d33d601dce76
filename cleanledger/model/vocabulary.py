"""The words that people read for the codes that are stored, in the language in use.

Text that is no code of ours stays as it is.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from cleanledger.i18n import N_, _, language
from cleanledger.model.entry import Entry
from cleanledger.model.log import LogLine
from cleanledger.model.record import Model
from cleanledger.model.verb_names import in_language

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "directive": N_("directive"),
        "task": N_("task"),
        "power": N_("power"),
        "risk": N_("risk"),
        "rectification": N_("rectification"),
        "record": N_("record"),
    }
)
STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "open": N_("open"),
        "doing": N_("doing"),
        "submitted": N_("submitted"),
        "verified": N_("verified"),
        "published": N_("published"),
        "closed": N_("closed"),
        "suspended": N_("suspended"),
        "void": N_("void"),
        "carried": N_("carried"),
        "identified": N_("identified"),
        "approved": N_("approved"),
        "retired": N_("retired"),
        "active": N_("active"),
    }
)
OF_RECTIFICATIONS: Mapping[str, str] = MappingProxyType({"submitted": "已申请销号", "closed": "已销号"})
"""Statuses that are called otherwise in Chinese where a rectification has them."""
LEVELS: Mapping[str, str] = MappingProxyType({"high": N_("high"), "medium": N_("medium"), "low": N_("low")})
ROLES: Mapping[str, str] = MappingProxyType(
    {
        "clerk": N_("clerk"),
        "reviewer": N_("reviewer"),
        "approver": N_("approver"),
        "auditor": N_("auditor"),
    }
)
UNIT_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "unit": N_("unit"),
        "body": N_("body"),
        "branch": N_("branch"),
        "group": N_("group"),
        "outside": N_("outside"),
    }
)
FOUND_BY: Mapping[str, str] = MappingProxyType(
    {
        "self": N_("the unit itself"),
        "served": N_("those served"),
        "superior": N_("superiors"),
        "peer": N_("peers"),
        "leader": N_("leaders"),
        "meeting": N_("a meeting"),
        "public": N_("the public"),
    }
)
EFFECTS: Mapping[str, str] = MappingProxyType({"good": N_("good"), "fair": N_("fair"), "poor": N_("poor")})
RESULTS: Mapping[str, str] = MappingProxyType(
    {
        "sound": N_("sound"),
        "rebound": N_("rebound"),
        "unchanged": N_("unchanged"),
        "changed": N_("changed"),
    }
)
REVIEWERS: Mapping[str, str] = MappingProxyType(
    {
        "anyone": N_("anyone"),
        "other_person": N_("another person"),
        "other_unit": N_("another unit"),
    }
)
PAPERS: Mapping[str, str] = MappingProxyType(
    {"none": N_("nothing"), "doc": N_("the number of a document, or a meeting"), "scan": N_("a scan")}
)
PROOFS: Mapping[str, str] = MappingProxyType(
    {
        "claimed": N_("what the line claims"),
        "author": N_("the author of the commit"),
        "signed": N_("a signed commit"),
    }
)
COMMITS: Mapping[str, str] = MappingProxyType(
    {"auto": N_("by every command that writes"), "never": N_("by hand")}
)
LANGUAGES: Mapping[str, str] = MappingProxyType({"zh": N_("Chinese"), "en": N_("English")})

WORDS = (
    KINDS, STATUSES, LEVELS, ROLES, UNIT_KINDS, FOUND_BY, EFFECTS, RESULTS,
    REVIEWERS, PAPERS, PROOFS, COMMITS, LANGUAGES,
)  # fmt: skip
"""Every table of words; the first that has all codes of a field says what they mean there."""

POLICY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "anyone": N_("anyone at all"),
        "other_person": N_("somebody else"),
        "other_unit": N_("somebody of another unit"),
        "none": N_("no paper"),
        "doc": N_("a paper's number or a meeting"),
        "scan": N_("a scan of the paper"),
        "claimed": N_("what was typed"),
        "author": N_("the author of the commit"),
        "signed": N_("a signed commit"),
        "auto": N_("after each command"),
        "never": N_("never by the program"),
    }
)
"""What stands in the rules and settings of a book."""


def word(words: Mapping[str, str], code: str) -> str:
    """The word for `code`; `code` itself where the table has none."""
    return _(words[code]) if code in words else code


def kind_word(kind: str) -> str:
    """What an entry of `kind` is called."""
    return word(KINDS, kind)


def status_word(status: str, kind: str = "") -> str:
    """What `status` is called where an entry of `kind` has it."""
    if kind == "rectification" and language() == "zh" and status in OF_RECTIFICATIONS:
        return OF_RECTIFICATIONS[status]
    return word(STATUSES, status)


def verb_word(verb: str, kind: str = "") -> str:
    """What `verb` is called where it is done to an entry of `kind`."""
    return in_language(verb, kind, language())


def role_word(role: str) -> str:
    """What the holder of `role` is called."""
    return word(ROLES, role)


def title_of(key: str, model: type[Model] = Entry) -> str:
    """The title of the field `key` of `model`; `key` itself where it has none."""
    field = next((each for name, each in model.model_fields.items() if key in (name, each.alias)), None)
    if field is None:
        return key
    extra = field.json_schema_extra
    chinese = extra.get("title_zh") if isinstance(extra, dict) else None
    return str(chinese or key) if language() == "zh" else field.title or key


def description_of(key: str, model: type[Model] = Entry) -> str:
    """What the field `key` of `model` holds, in the language in use; "" where no model knows it."""
    field = next((each for name, each in model.model_fields.items() if key in (name, each.alias)), None)
    return _(field.description or "") if field else ""


def field_name(key: str, model: type[Model] = Entry) -> str:
    """A field in a sentence: its key, in Chinese behind its title. `key` may be dotted: `measures.2.due`."""
    title = title_of(key.partition(".")[0], model)
    return f"{title}（{key}）" if language() == "zh" and title != key else key


def log_field_name(key: str) -> str:
    """A field of a log line in a sentence."""
    return field_name(key, LogLine)


def one_of(texts: Iterable[str]) -> str:
    """What can be typed, where it is named by nothing but itself."""
    return _("One of: {choices}", choices=listed(texts))


def listed(texts: Iterable[str]) -> str:
    """Several words in one sentence."""
    return _(", ").join(texts)


def either(texts: Iterable[str]) -> str:
    """Several words in one sentence, of which one is enough."""
    words = tuple(texts)
    # Latin words keep a blank from Chinese ones.
    latin = any(each[:1].isascii() or each[-1:].isascii() for each in words)
    between = " " + _("or") + " " if latin else _(" or ")
    return between.join(words)


def choices(words: Mapping[str, str]) -> str:
    """What can be typed: the codes of `words`, in Chinese behind the words."""
    if language() != "zh":
        return ", ".join(words)
    return listed(_("{name} ({code})", name=_(text), code=code) for code, text in words.items())
