"""`ledger explain`: what a rule, verb, field or status is, and why an entry stands where it stands."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from cleanledger.checks.catalog import RULES
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.help import metavar
from cleanledger.cli.session import Session
from cleanledger.cli.topics import Topic, asked_for, commands_of, nearest, topics
from cleanledger.errors import UsageError
from cleanledger.i18n import N_, _, language
from cleanledger.model.vocabulary import listed, one_of
from cleanledger.operations.desk import Desk
from cleanledger.operations.explain import explain
from cleanledger.operations.naming import find_entry
from cleanledger.render.explain.entry import entry_page
from cleanledger.render.page import Page, Section, page_markdown, pages_json, pages_text, rows

_FORMATS = ("text", "markdown", "json")
_RULE = re.compile(r"LG[0-9]*", re.IGNORECASE)
_ID = re.compile(r"[A-Za-z0-9-]*[0-9](\.yaml)?")


def command(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]…",
            help=_("A rule's code, a verb, command, field or status in either language, or an entry's id."),
        ),
    ] = None,
    *,
    format: Annotated[
        str, typer.Option("--format", metavar="text|markdown|json", help=one_of(_FORMATS))
    ] = "text",
) -> None:
    """Explain a rule, a verb, a field or a status, or why an entry stands where it stands."""
    if format not in _FORMATS:
        raise UsageError(_("there is no format {name}", name=format), one_of(_FORMATS))
    session, known = Session(context.ensure_object(Globals)), topics(commands_of(context))
    pages = tuple(_pages(session, known, words)) if words else (_contents(known),)
    target = output.target(session.given, for_people=format == "text")
    if format == "json":
        output.put(pages_json(pages, target))
    elif format == "markdown":
        output.put("\n".join(page_markdown(page, 1) for page in pages))
    else:
        output.put(pages_text(pages, target))


def _pages(session: Session, known: Sequence[Topic], words: Sequence[str]) -> Iterator[Page]:
    if len(words) > 1 and (together := asked_for(" ".join(words), known)):
        yield from (topic.page() for topic in together)
        return
    for word in dict.fromkeys(words):
        if found := asked_for(word, known):
            yield from (topic.page() for topic in found)
        else:
            yield _other(session, known, word)


def _other(session: Session, known: Sequence[Topic], word: str) -> Page:
    """The entry that is called so; UsageError where nothing can be."""
    if not word.strip():
        raise UsageError(_("{option} is empty", option=metavar("NAME")))
    if _RULE.fullmatch(word):
        return _family(word.upper())
    if _ID.fullmatch(word):
        return _entry(session, find_entry(session.shelf, word))
    close = nearest(word, known)
    raise UsageError(
        _("nothing is called {word}", word=word[:40]),
        _("did you mean one of: {words}?", words=listed(close))
        if close
        else _("ledger explain lists what can be asked"),
    )


def _family(beginning: str) -> Page:
    """The rules whose codes begin so, each with what it says."""
    found = [rule for rule in RULES if rule.code.startswith(beginning)]
    if not found:
        raise UsageError(_("there is no rule {code}", code=beginning), _("ledger explain lists the rules"))
    told = rows(*((rule.code, _(rule.page.says)) for rule in found))
    facts = {"rules": [{"code": rule.code, "rule": rule.name, "says": _(rule.page.says)} for rule in found]}
    return Page("rules", beginning, beginning, "", (Section("", told),), facts)


def _entry(session: Session, entry_id: str) -> Page:
    setting = session.setting((entry_id.rpartition("-")[0],))
    day = session.day(setting)
    # Nobody types here: what a step would lack is asked for every post.
    desk = Desk(session.shelf, setting, session.repository, "", day)
    return entry_page(explain(desk, entry_id, session.now(setting)), session.origin(setting, day).names)


def _contents(known: Sequence[Topic]) -> Page:
    """What can be asked for, by what it is."""
    families = dict.fromkeys(rule.code[:3] for rule in RULES)
    codes = [[rule.code for rule in RULES if rule.code.startswith(each)] for each in families]
    told = rows(
        (_("rules"), listed(f"{each[0]}-{each[-1]}" if len(each) > 1 else each[0] for each in codes)),
        *((_(label), _names(known, what)) for what, label in _LABELS),
        (_("entries"), _("the id of an entry, or what is unique of it")),
    )
    facts = {"asked": [{"what": topic.what, "name": topic.name} for topic in known]}
    return Page("contents", "", _("What can be asked: ledger explain NAME"), "", (Section("", told),), facts)


_LABELS = (
    *(("verb", N_("verbs")), ("command", N_("commands")), ("status", N_("statuses"))),
    *(("signal", N_("signals")), ("kind", N_("kinds")), ("field", N_("fields"))),
)


def _names(known: Sequence[Topic], what: str) -> str:
    """The names of all that is of one sort; parts of fields have their whole's."""
    return listed(dict.fromkeys(_name(each) for each in known if each.what == what and "." not in each.name))


def _name(topic: Topic) -> str:
    if language() != "zh":
        return topic.name
    chinese = next((name for name in topic.names if not name.isascii()), topic.name)
    if chinese == topic.name:
        return f"“{chinese}”" if " " in chinese else chinese
    return chinese if topic.what == "field" else _("{name} ({code})", name=chinese, code=topic.name)
