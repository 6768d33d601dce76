"""Templates of letters: text in which `${name}` stands for what differs; the name is English or Chinese."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cleanledger.errors import Refused
from cleanledger.i18n import _, language
from cleanledger.model.vocabulary import listed

PLACEHOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "sender": "发函单位",
        "unit": "单位",
        "type": "类型",
        "doc": "文号",
        "date": "日期",
        "book": "总台账",
        "count": "项数",
        "list": "清单",
        "reply": "回复要求",
        "reply_by": "回复期限",
        "note": "附注",
    }
)
"""Every placeholder by its name, with the Chinese one."""

_BUILT_IN = Path(__file__).parent / "letters"
_FILES: Mapping[str, str] = MappingProxyType(
    {"提醒函": "reminder", "督办函": "urging", "约谈": "interview", "通报": "circular"}
)
_NAMES = {name: key for key, chinese in PLACEHOLDERS.items() for name in (key, chinese)}
# `$$` is a dollar sign; one that stands before anything but a brace is itself.
_PLACE = re.compile(r"\$\$|\$\{(?P<name>[^{}\n]*)(?P<end>\}?)")


class Template(NamedTuple):
    """The text of a template, and the file that it came from."""

    text: str
    path: str


def built_in(type_: str, language: str) -> Template:
    """The template of the program for letters of a type, in `zh` or `en`."""
    path = _BUILT_IN / language / f"{_FILES.get(type_, 'other')}.md"
    return Template(path.read_text(encoding="utf-8"), path.name)


def filled(template: Template, values: Mapping[str, str]) -> str:
    """The text of `template` with `values`, by the English names, where it names them.

    Refused where it names what there is not: said with file and line.
    """

    def value(place: re.Match[str]) -> str:
        if place["name"] is None:
            return "$"
        name = place["name"].strip()
        if not place["end"] or name not in _NAMES:
            raise Refused(
                _(
                    "{path}, line {line}: nothing is known by {text}",
                    path=template.path,
                    line=template.text.count("\n", 0, place.start()) + 1,
                    text=place[0][:60],
                ),
                _("known are: {names}; for a dollar sign before a brace write $$", names=_known()),
            )
        return values[_NAMES[name]]

    return _PLACE.sub(value, template.text)


def _known() -> str:
    chinese = language() == "zh"
    return listed(f"${{{name if chinese else key}}}" for key, name in PLACEHOLDERS.items())
