"""The words that people read for the codes that are stored. Text that is no code of ours stays as it is."""

from collections.abc import Mapping
from types import MappingProxyType

from cleanledger.i18n import N_, _

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
SIGNALS: Mapping[str, str] = MappingProxyType(
    {
        "none": "-",
        "near": N_("near"),
        "yellow": N_("yellow"),
        "red": N_("red"),
        "waiting": N_("waiting"),
    }
)
SEVERITIES: Mapping[str, str] = MappingProxyType(
    {"error": N_("error"), "warning": N_("warning"), "note": N_("note")}
)
BUCKETS: Mapping[str, str] = MappingProxyType(
    {
        "adopted": N_("adopted"),
        "not_due": N_("not due"),
        "near": N_("near"),
        "overdue": N_("overdue"),
        "awaiting": N_("awaiting"),
        "suspended": N_("suspended"),
        "closed": N_("closed"),
        "void": N_("void"),
        "carried": N_("carried"),
        "uncounted": N_("not counted"),
    }
)
SCOPES: Mapping[str, str] = MappingProxyType({"own": N_("own"), "with_sub": N_("with sub"), "all": N_("all")})
LEVELS: Mapping[str, str] = MappingProxyType({"high": N_("high"), "medium": N_("medium"), "low": N_("low")})


def word(words: Mapping[str, str], code: str) -> str:
    """The word for `code` in the language in use; `code` itself where the table has none."""
    return _(words[code]) if code in words else code
