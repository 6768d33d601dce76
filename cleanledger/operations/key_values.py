"""`key=value` for the files around the entries: keys by name in either language, values as stored."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _, in_every_language, language
from cleanledger.model.intervals import from_words
from cleanledger.model.paths import UNIT, beneath, shape_of, titles, value_at
from cleanledger.model.record import Model
from cleanledger.model.scalars import Interval, words
from cleanledger.model.setting import Setting
from cleanledger.model.source import FieldPath, Plain, Tree
from cleanledger.model.verb_names import CHINESE
from cleanledger.model.vocabulary import LEVELS, POLICY_WORDS, ROLES, UNIT_KINDS, listed
from cleanledger.operations.day_spans import days_in
from cleanledger.operations.naming import find, find_unit
from cleanledger.operations.set_fields import split_change
from cleanledger.store.splice import Edit, Put, Remove, apply

_COMMA = re.compile(r"[,，、]")
_COLON = re.compile(r"[:：]")
_WORDS: Mapping[str, str] = MappingProxyType({**POLICY_WORDS, **LEVELS, **ROLES, **UNIT_KINDS})


class Leaf(NamedTuple):
    """One value that a model holds, however deep."""

    path: tuple[str, ...]
    titles: tuple[tuple[str, ...], ...]
    """What each part of its path is called, in either language."""
    parts: tuple[Any, ...]
    """What it is made of: classes and metadata."""

    @property
    def dotted(self) -> str:
        """Its place as it is typed."""
        return ".".join(self.path)

    @property
    def names(self) -> tuple[str, ...]:
        """What else it is called: whole, or by its last part; the language in use first."""
        whole = [".".join(each) for each in zip(*self.titles, strict=False)]
        languages = reversed(whole) if language() == "zh" else whole
        return (*languages, *self.titles[-1], self.path[-1])


class Change(NamedTuple):
    """One value as it was and as it becomes."""

    path: FieldPath
    was: Tree | None
    now: Tree | None
    name: str = ""
    """What it is called in a sentence."""

    @property
    def dotted(self) -> str:
        """Its place as it is typed."""
        return ".".join(map(str, self.path))

    def edit(self, *above: str | int) -> Edit:
        """The edit that makes it, in what stands at `above`."""
        path = (*above, *self.path)
        return Remove(path) if self.now is None else Put(path, self.now)


def leaves(model: type[Model]) -> Iterator[Leaf]:
    """Every value that `model` holds; a list or free map is one."""
    for name, field in model.model_fields.items():
        key = field.alias or name
        parts, inner = beneath(model, key)
        if inner and tuple not in parts and dict not in parts:
            for leaf in leaves(inner):
                yield leaf._replace(path=(key, *leaf.path), titles=(titles(field), *leaf.titles))
        else:
            yield Leaf((key,), (titles(field),), parts)


def changes_to(
    setting: Setting,
    models: Sequence[type[Model]],
    data: Mapping[str, Tree],
    texts: Sequence[str],
    *,
    owned: Mapping[str, str] = MappingProxyType({}),
    hidden: Container[str] = (),
) -> tuple[Change, ...]:
    """What `key=value`, `key+=value` and `key-=value` change in `data`, which holds what `models` have.

    `owned`: keys that no `set` writes, and what to do instead; `hidden`: keys that are not offered at all.
    """
    known = {leaf.dotted: leaf for model in models for leaf in leaves(model) if leaf.path[0] not in hidden}
    changes: dict[FieldPath, Change] = {}
    having = dict(data)
    for text in texts:
        typed, sign, value = split_change(text)
        leaf, path = _named(typed, known, owned)
        whole = len(path) == len(leaf.path)
        now = _changed(setting, leaf, value_at(having, path), sign, value, whole=whole)
        first = changes[path].was if path in changes else value_at(data, path)
        changes[path] = Change(path, first, now, _shown(leaf, path))
        having = (
            apply(having, [changes[path].edit()]) if now is not None or value_at(having, path) else having
        )
    same = [change.name for change in changes.values() if change.was == change.now]
    if same:
        raise Refused(_("{field} is that already", field=listed(same)))
    return tuple(changes.values())


def _named(typed: str, known: Mapping[str, Leaf], owned: Mapping[str, str]) -> tuple[Leaf, FieldPath]:
    head, dot, inner = typed.partition(".")
    free = [leaf for leaf in known.values() if dict in leaf.parts and len(leaf.path) == 1]
    for leaf in free:
        if dot and inner and head.casefold() in {each.casefold() for each in leaf.names}:
            return leaf, (*leaf.path, inner)
    offered = {dotted: leaf.names for dotted, leaf in known.items()}
    found = find(
        typed,
        offered,
        unknown=_("there is no setting {key}", key=typed),
        hint=_(
            "settings here: {keys}",
            keys=listed(_shown(leaf, leaf.path) for key, leaf in known.items() if key not in owned),
        ),
        failure=UsageError,
    )
    if found in owned:
        raise UsageError(
            _("{key} is not set in this way", key=_shown(known[found], known[found].path)), _(owned[found])
        )
    return known[found], known[found].path


def _shown(leaf: Leaf, path: FieldPath) -> str:
    dotted = ".".join(map(str, path))
    return f"{leaf.names[0]}（{dotted}）" if language() == "zh" else dotted


def _changed(
    setting: Setting, leaf: Leaf, was: Tree | None, sign: str, text: str, *, whole: bool
) -> Tree | None:
    is_list = tuple in leaf.parts
    if sign != "=" and not is_list:
        raise UsageError(_("{key} is no list: write {key}=VALUE", key=leaf.dotted))
    if not text:
        return None
    now = read_value(setting, leaf, text, whole=whole)
    if sign == "=" or not isinstance(now, list):
        return now
    having = was if isinstance(was, list) else []
    if sign == "+=":
        return [*having, *(each for each in now if each not in having)]
    return [each for each in having if each not in now] or None


def read_value(setting: Setting, leaf: Leaf, text: str, *, whole: bool = True) -> Tree:
    """What `text` writes at `leaf`: units and words as codes, lists and maps by commas, `a:b` for pairs.

    `whole`: False for one value of a free map.
    """
    inner = next((each for each in leaf.parts if _is_model(each)), None)
    if inner is not None:
        keys = [field.alias or name for name, field in inner.model_fields.items()]
        plain = [not shape_of((key,), inner).is_text for key in keys]
        return [
            {key: Plain(each) if bare else each for key, bare, each in zip(keys, plain, pair, strict=True)}
            for pair in _pairs(leaf, text)
        ]
    if dict in leaf.parts and whole:
        return {key: _one(setting, leaf, value) for key, value in _pairs(leaf, text)}
    if tuple in leaf.parts and date in leaf.parts:
        return [Plain(day.isoformat()) for day in days_in(text)]
    if tuple in leaf.parts:
        return [_one(setting, leaf, part.strip()) for part in _COMMA.split(text) if part.strip()]
    return _one(setting, leaf, text)


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


def _pairs(leaf: Leaf, text: str) -> Iterator[tuple[str, str]]:
    for part in _COMMA.split(text):
        first, colon, second = _COLON.sub(":", part, count=1).partition(":")
        if not colon or not first.strip() or not second.strip():
            raise UsageError(_("{text} is not of the form {key}=A:B,C:D", text=text, key=leaf.dotted))
        yield first.strip(), second.strip()


def _one(setting: Setting, leaf: Leaf, text: str) -> Tree:
    if any(part is UNIT for part in leaf.parts):
        return find_unit(setting, text)
    allowed = next((part.allowed for part in leaf.parts if isinstance(part, words)), ())
    if allowed:
        return _word(allowed, text)
    if any(part is _INTERVAL for part in leaf.parts):
        return from_words(text)
    return text if _is_text(leaf) else Plain(text)


_INTERVAL = Interval.__metadata__[0]  # type: ignore[attr-defined]


def _is_text(leaf: Leaf) -> bool:
    return not {"date", "int", "Decimal", "bool"} & {getattr(part, "__name__", "") for part in leaf.parts}


def _word(allowed: Sequence[str], text: str) -> str:
    named = {
        code: (*(in_every_language(_WORDS[code]) if code in _WORDS else ()), *CHINESE.get(code, ()))
        for code in allowed
    }
    return find(
        text,
        named,
        unknown=_("{value} is not one of: {choices}", value=text[:40], choices=_offered(named)),
        failure=UsageError,
    )


def _offered(named: Mapping[str, Sequence[str]]) -> str:
    if language() != "zh":
        return listed(named)
    return listed(
        _("{name} ({code})", name=names[-1], code=code) if names else code for code, names in named.items()
    )
