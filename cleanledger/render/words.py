"""The words that people read for the codes of tables and findings; those of entries are in the vocabulary."""

from collections.abc import Mapping
from types import MappingProxyType

from cleanledger.i18n import N_
from cleanledger.reports.sections import SECTIONS

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
AGES: Mapping[str, str] = MappingProxyType({"open": N_("not ended"), "overdue": N_("overdue")})
"""What `aging` counts."""
SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "directive": N_("directive"),
        "power": N_("power"),
        "risk": N_("risk"),
        "measure": N_("control measure"),
        "signature": N_("signature"),
    }
)
"""What `coverage` speaks of."""
WEEKDAYS: Mapping[str, str] = MappingProxyType(
    {
        "monday": N_("Monday"),
        "tuesday": N_("Tuesday"),
        "wednesday": N_("Wednesday"),
        "thursday": N_("Thursday"),
        "friday": N_("Friday"),
        "saturday": N_("Saturday"),
        "sunday": N_("Sunday"),
    }
)
DAY_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "worked": N_("working day"),
        "makeup": N_("make-up day"),
        "weekend": N_("weekend"),
        "holiday": N_("day off"),
    }
)
"""Why a day counts as a working day, or does not."""
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "overdue": BUCKETS["overdue"],
        "measure": N_("measure overdue"),
        "milestone": N_("milestone overdue"),
        "review": N_("review missed"),
        "near": BUCKETS["near"],
        "awaiting": BUCKETS["awaiting"],
        "slow": N_("slow"),
        "card": N_("card"),
    }
)
"""Why an entry stands in `signals`."""
CARDS: Mapping[str, str] = MappingProxyType({"yellow": N_("yellow card"), "red": N_("red card")})
SECTION_WORDS: Mapping[str, str] = MappingProxyType(
    {code: section.word for code, section in SECTIONS.items()}
)
