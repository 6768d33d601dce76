"""The values of an entry in words: names for codes, titles for keys, what a log line says."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from cleanledger.i18n import N_, _, language
from cleanledger.model.entry import (
    Accepted,
    Decided,
    Entry,
    Evidence,
    Indicator,
    Measure,
    Milestone,
    Regulation,
    Source,
)
from cleanledger.model.log import LogLine, Target
from cleanledger.model.record import Model
from cleanledger.model.source import Tree
from cleanledger.model.vocabulary import (
    EFFECTS,
    FOUND_BY,
    LEVELS,
    RESULTS,
    field_name,
    kind_word,
    listed,
    status_word,
    title_of,
    verb_word,
    word,
)
from cleanledger.render.origin import Names
from cleanledger.render.periods import interval_in_words

_SHORT_HASH = 12

_MODELS: Mapping[str, type[Model]] = MappingProxyType(
    {
        "source": Source,
        "milestones": Milestone,
        "measures": Measure,
        "indicators": Indicator,
        "regulations": Regulation,
        "evidence": Evidence,
        "no_risk": Decided,
        "approval": Decided,
        "accepted": Accepted,
        "of": Target,
    }
)
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "level": LEVELS,
        "found_by": FOUND_BY,
        "effect": EFFECTS,
        "result": RESULTS,
        "standing": MappingProxyType({"true": N_("yes"), "false": N_("no")}),
    }
)
_UNITS = frozenset({"lead_unit", "units", "acceptance_unit", "party_branch", "held_by"})
_POSTS = frozenset({"by", "actor", "owner", "approved_by", "refused_by"})


def in_words(key: str, value: Tree, names: Names, kind: str, model: type[Model] = Entry) -> str:
    """What stands under `key` of `model`, in one line."""
    if isinstance(value, dict):
        return _facts(value, names, kind, _MODELS.get(key, model))
    if isinstance(value, list):
        return listed(in_words(key, item, names, kind, model) for item in value)
    return _word(key, str(value), names, kind, model)


def log_line(line: Mapping[str, Tree], names: Names, kind: str) -> str:
    """A line of the log as a sentence: the day, what was done, then the facts."""
    verb = verb_word(str(line.get("did")), kind)
    facts = _facts(line, names, kind, LogLine, ("date", "did"))
    return f"{line.get('date')} {verb}  {facts}"


def _facts(
    facts: Mapping[str, Tree], names: Names, kind: str, model: type[Model], skip: Iterable[str] = ()
) -> str:
    # A changed value is what its field holds.
    changed = str(facts.get("field", "")).partition(".")[0]
    texts = (
        _label(key, model)
        + _(": ")
        + in_words(changed if changed and key in ("was", "now") else key, value, names, kind, model)
        for key, value in facts.items()
        if key not in skip
    )
    return _("; ").join(texts)


def _label(key: str, model: type[Model]) -> str:
    return title_of(key, model) if language() == "zh" else key


def _word(key: str, text: str, names: Names, kind: str, model: type[Model]) -> str:
    if key in _WORDS:
        return word(_WORDS[key], text)
    match key:
        case "kind":
            return kind_word(text)
        case "status":
            return status_word(text, kind)
        case "did":
            return verb_word(text, kind)
        case "field":
            return field_name(text)
        case "review_every":
            return interval_in_words(text)
        case "sha256":
            return text if len(text) <= _SHORT_HASH else f"{text[:_SHORT_HASH]}…"
    name = _name(key, text, names, model)
    return _("{name} ({code})", name=name, code=text) if name else text


def _name(key: str, code: str, names: Names, model: type[Model]) -> str | None:
    if key in _UNITS or (key, model) in (("to", Entry), ("unit", Measure)):
        return names.get("unit", {}).get(code)
    if key in _POSTS:
        return names.get("post", {}).get(code) or names.get("unit", {}).get(code)
    return None
