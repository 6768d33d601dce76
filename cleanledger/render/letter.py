"""A letter of the ladder: what it says, as plain words and rows, and as Markdown by a template."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from tabulate import tabulate

from cleanledger.i18n import N_, words_in
from cleanledger.render.clean import clean
from cleanledger.render.markdown import escaped, escaped_line
from cleanledger.render.template import Template, filled
from cleanledger.reports.letters import Letter, in_short

_HEADINGS = (N_("id"), N_("title"), N_("due"), N_("days overdue"), N_("sent before"))
_DATE = N_("{year:04}-{month:02}-{number:02}")
_NO_DOC = N_("(number to be given)")
_REPLY = N_("Please answer in writing by {day}.")
_SOLO = N_("one person keeps this book; nobody checks")


class Paper(NamedTuple):
    """A letter with what is printed around its list. `doc` "": not numbered yet; no `reply_by`: no answer."""

    letter: Letter
    sender: str
    """The name of the unit that sends it."""
    unit: str
    """The name of the unit that it goes to."""
    book: str
    day: date
    doc: str = ""
    reply_by: date | None = None
    is_solo: bool = False
    """Nobody checks this book, and the foot says so."""


def words(paper: Paper, language: str) -> Mapping[str, str]:
    """What stands for each placeholder but the list, as plain text in the language of the book."""
    say = words_in(language)
    reply_by = _day(paper.reply_by, language) if paper.reply_by else ""
    return {
        "sender": paper.sender,
        "unit": paper.unit,
        "type": paper.letter.type,
        "doc": paper.doc or say(_NO_DOC),
        "date": _day(paper.day, language),
        "book": paper.book,
        "count": str(len(paper.letter.about)),
        "reply": say(_REPLY).format(day=reply_by) if reply_by else "",
        "reply_by": reply_by,
        "note": say(_SOLO) if paper.is_solo else "",
    }


def rows(paper: Paper, language: str) -> tuple[tuple[str, ...], ...]:
    """The list of the letter as plain text: its headings, then a row for each entry."""
    say = words_in(language)
    return (
        tuple(map(say, _HEADINGS)),
        *(
            (
                about.id,
                about.title,
                about.due.isoformat(),
                str(about.days),
                say("; ").join(map(in_short, about.before)),
            )
            for about in paper.letter.about
        ),
    )


def markdown(paper: Paper, template: Template, language: str) -> str:
    """The letter by `template`; nothing that stands in the book acts as Markdown or hides."""
    values = {key: escaped_line(_one_line(text)) for key, text in words(paper, language).items()}
    text = filled(template, {**values, "list": _table(rows(paper, language))})
    # What is empty leaves no gap.
    return re.sub(r"\n{3,}", "\n\n", _tidy(text)).strip("\n") + "\n"


def _table(lines: tuple[tuple[str, ...], ...]) -> str:
    headings, *body = (tuple(escaped(_one_line(cell)) for cell in line) for line in lines)
    align = ("left", "left", "left", "right", "left")
    return tabulate(body, headers=headings, tablefmt="pipe", disable_numparse=True, colalign=align)


def _one_line(text: str) -> str:
    return clean(text, single_line=True)


def _tidy(text: str) -> str:
    """`text` with nothing that acts or hides but tabs, which a template may have."""
    return "\t".join(map(clean, text.split("\t")))


def _day(day: date, language: str) -> str:
    return words_in(language)(_DATE).format(year=day.year, month=day.month, number=day.day)
