"""`ledger` alone: what waits for who types it, each line with the command to type."""

import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import typer

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.help import metavar
from cleanledger.cli.news import News, in_git, news
from cleanledger.cli.reports import UnitOption
from cleanledger.cli.session import Session
from cleanledger.cli.tables import FormatOption, all_entries, say_unread, show_table
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.setting import Setting, policy_today, row_of
from cleanledger.model.standing import Moment, Row
from cleanledger.model.vocabulary import listed, one_of
from cleanledger.operations.may import ruling
from cleanledger.operations.naming import find_unit
from cleanledger.operations.record import records_of
from cleanledger.operations.typist import Looking, looking
from cleanledger.render.table_formats import FORMATS
from cleanledger.render.today import Line, screen, sentences
from cleanledger.reports.asked import query_on, terms_of
from cleanledger.reports.catalog import selected
from cleanledger.reports.letters import letters
from cleanledger.reports.not_held import not_held
from cleanledger.reports.query import Query
from cleanledger.reports.today import Board, picture, today
from cleanledger.reports.view import Clerk, Item, Permit, View
from cleanledger.reports.waiting import Wait, wait

_SCREENS = (None, "table", "plain")
_WRITERS = frozenset({"clerk", "reviewer", "approver"})
_CHECKERS = frozenset({"reviewer", "approver"})


def command(context: typer.Context, *, unit: UnitOption = None, format: FormatOption = None) -> None:
    """What waits for you today, each line with the command to type."""
    session = Session(context.ensure_object(Globals))
    if format is not None and format not in FORMATS:
        raise UsageError(_("there is no format {name}", name=format), one_of(FORMATS))
    loaded = session.loaded()
    setting = loaded.setting or session.setting()
    day = session.day(setting)
    identity = git.identity(session.folder)
    email = identity.email if identity else None
    who = looking(setting, email, session.post, day)
    if session.remembered and not session.given.post:
        who = who._replace(must_say=False)
    output.note(who.note)
    entries, unread = all_entries(session)
    unread += len({document.path for document, _problem in loaded.problems})
    desk = _Desk(session, setting, entries, day, who, find_unit(setting, unit) if unit else "")
    board = today(desk.rows, desk.view, [*desk.brought(unread)])
    board = board if desk.roles else picture(board)
    foot = [*desk.foot(board, email)]
    if format in _SCREENS:
        names = session.origin(setting, day).names
        target = output.target(session.given)
        target = replace(target, colour=target.colour and format != "plain")
        output.put(screen(board, desk.head(), foot, names, target))
        sys.stdout.flush()
        if desk.news:
            desk.news.keep()
    else:
        show_table(session, setting, replace(board.table, notes=sentences(foot)), day, format)
    say_unread(unread)


@dataclass(frozen=True)
class _Desk:
    """The book as who looks at it sees it; `unit` is all of it that is shown."""

    session: Session
    setting: Setting
    entries: Sequence[Entry]
    day: date
    who: Looking
    unit: str

    @cached_property
    def everything(self) -> tuple[Row, ...]:
        """Every entry that could be read."""
        return tuple(row_of(entry, self.setting) for entry in self.entries)

    @cached_property
    def query(self) -> Query:
        """What is asked of it."""
        return replace(query_on(self.setting, self.day), unit=self.unit, everything=self.everything)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """What is shown of the entries."""
        return selected(self.everything, self.query)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles of who looks; none of a stranger."""
        return frozenset(role for person in self.who.posts for role in person.roles)

    @cached_property
    def news(self) -> News | None:
        """What is new to an auditor."""
        if "auditor" not in self.roles or self.unit or self.session.past:
            return None
        # A day that was asked for is no day on which somebody looked.
        keeps = self.session.given.today is None or os.environ.get("LEDGER_TEST") == "1"
        return news(self.session, self.day, self.rows, keeps=keeps)

    @cached_property
    def view(self) -> View:
        """Who looks, and what the rules let them do."""
        entries = {entry.id: entry for entry in self.entries}
        writers = [person for person in self.who.posts if _WRITERS & {*person.roles}]

        def may(row: Row, verb: str) -> Permit:
            early = False
            for person in writers:
                found = ruling(self.setting, entries[row.id], verb, person.code, self.day)
                if found.allowed:
                    return Permit(person.code)
                early = early or found.early
            return Permit("", early)

        def steps(row: Row) -> tuple[str, ...]:
            return policy_today(self.setting, row.ledger, self.day).of(row.kind).steps

        terms = terms_of(self.setting)
        clerks = tuple(self._clerks())

        def waited(row: Row, moment: Moment) -> Wait:
            return wait(row, moment, self.day, terms)

        said = self.who.must_say and not os.environ.get("LEDGER_AS")
        return View(
            day=self.day,
            near=self.setting.book.notice.near,
            rebound_days=self.setting.book.notice.rebound_days,
            may=may,
            steps=steps,
            clerks=clerks,
            checks=bool(_CHECKERS & self.roles),
            waited=waited,
            told={person.code: f"--as {person.code}" for person in writers} if said else {},
            unit=self.unit,
            recorder=next((clerk for clerk in clerks if any(map(self._is_of_records, clerk.ledgers))), None),
            tended=frozenset(self._tended()),
            homes=frozenset(unit for person in self.who.posts for unit in self._below(person.unit)),
        )

    def _is_of_records(self, ledger: str) -> bool:
        return ledger.startswith(f"{records_of(self.setting.book)}-")

    def _tended(self) -> Iterator[str]:
        for person in self.setting.directory.file.people:
            if "clerk" in person.roles and person.holder_on(self.day):
                yield from self._below(person.unit)

    def _below(self, unit: str) -> Iterator[str]:
        """`unit` and those below it on the day."""
        directory = self.setting.directory
        yield from (code for code in directory.units if directory.is_within(code, unit, self.day))

    def _clerks(self) -> Iterator[Clerk]:
        directory, ledgers = self.setting.directory, self.session.shelf.ledgers()
        if not self.roles:
            yield Clerk("", "", frozenset(directory.units), frozenset(ledgers))
        for person in self.who.posts:
            if "clerk" in person.roles:
                kept = (each for each in ledgers if self.setting.keeper_of(each) == person.unit)
                yield Clerk(person.code, person.unit, frozenset(self._below(person.unit)), frozenset(kept))

    def brought(self, unread: int) -> Iterator[Item]:
        """What waits and is no entry's."""
        if unread:
            yield Item("unread", "ledger check", count=unread)
        yield from self._to_send()
        yield from not_held(self.everything, self.query, self.view)
        if _WRITERS & self.roles and not self.unit and self.session.past is None:
            yield from in_git(self.session, self.setting.book.language)
        yield from self.news.items if self.news else ()

    def _to_send(self) -> Iterator[Item]:
        """The letters owed about entries of the ledgers that who looks keeps."""
        kept = {ledger for clerk in self.view.clerks for ledger in clerk.ledgers}
        rows = [row for row in self.rows if row.ledger in kept]
        found = letters(rows, self.query)
        if not found:
            return
        levels = Counter(letter.type for letter in found)
        command = "ledger notices"
        if self.unit:
            command += f" --unit {self.unit}"
        elif len(kept) == 1 < len(self.session.shelf.ledgers()):
            command += f" --ledger {kept.pop()}"
        yield Item(
            "to_send", command, listed(f"{type_} {n}" for type_, n in levels.items()), count=len(found)
        )

    def head(self) -> list[Line]:
        """The book, the day, and who looks."""
        posts = listed(person.name or person.code for person in self.who.posts)
        parts = (self.setting.book.name, self.day.isoformat(), posts, self._unit_name())
        head = [Line("  ".join(filter(None, parts)))]
        if not self.roles:
            ledgers = len(self.session.shelf.ledgers())
            total = _("{n} entries in {ledgers} ledgers", n=len(self.rows), ledgers=ledgers)
            head.append(Line(total, "ledger units"))
        return head

    def _unit_name(self) -> str:
        unit = self.setting.directory.units.get(self.unit)
        return unit.name if unit else self.unit

    def foot(self, board: Board, email: str | None) -> Iterator[Line]:
        """What else there is to say."""
        for text in board.unknown:
            yield Line(text)
        if not self.roles:
            yield from self._stranger(email)
        elif self.roles & _WRITERS and not board.groups:
            yield from self._nothing(board)
        if self.news:
            yield from self.news.lines
        if len(self.who.posts) > 1:
            names = listed(person.code for person in self.who.posts)
            yield Line(_("for all your posts: {posts}", posts=names), metavar("ledger --as POST"))
        if self.session.given.book and not os.environ.get("LEDGER_BOOK"):
            place = shlex.quote(self.session.given.book)
            yield Line(_("every command here also needs:"), f"--book {place}")

    def _nothing(self, board: Board) -> Iterator[Line]:
        yield Line(_("Nothing waits for you today."), "ledger list")
        if not self.session.shelf.ledgers():
            command = metavar("ledger new LEDGER --kind KIND --title TITLE")
            yield Line(_("there are no lists in this book yet"), command)
        elif not self.entries:
            yield Line(
                _("there are no entries in this book yet"), metavar("ledger add LEDGER TITLE -u UNIT -d DATE")
            )
        elif board.ahead is None:
            yield Line(_("no deadline of yours lies ahead"), "ledger list")
        else:
            ahead = board.ahead
            text = _("next deadline: {due}, in {n} d", due=ahead.due, n=ahead.days)
            yield Line(f"{text}  {ahead.title}", ahead.command)

    def _former(self, email: str) -> tuple[str, date] | None:
        """The post that somebody held last, and the last day of that."""
        held = [
            (holder.until, person.code)
            for person in self.setting.directory.file.people
            for holder in person.holders
            if holder.until and (holder.email or "").lower() == email.lower()
        ]
        return next(((post, until) for until, post in sorted(held, reverse=True)), None)

    def _stranger(self, email: str | None) -> Iterator[Line]:
        if self.who.posts:
            names = listed(person.code for person in self.who.posts)
            yield Line(_("{posts} has no role, so nothing waits for it", posts=names), "ledger person list")
            return
        if email is None:
            yield Line(_("git does not know who you are"), metavar("git config user.email E"))
            return
        if former := self._former(email):
            yield Line(
                _("{email} held {post} until {day}", email=email, post=former[0], day=former[1]),
                "ledger person list",
            )
            return
        yield Line(_("no post in units.yaml has the e-mail {email}", email=email))
        words = metavar("ledger person add POST --unit UNIT --role clerk --email")
        yield Line(_("to have one:"), f"{words} {shlex.quote(email)}")
