"""One run of the program: where the book is, what day it is, who types."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from cleanledger import clock, git
from cleanledger.checks.run import stamp
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.errors import EnvironmentFailure, Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.deadlines import Terms, Unread, read
from cleanledger.model.scalars import read_date
from cleanledger.model.setting import Setting
from cleanledger.operations.desk import Desk
from cleanledger.operations.refusal import RuledOut
from cleanledger.operations.save import writing
from cleanledger.operations.typist import typist
from cleanledger.render.origin import Origin
from cleanledger.store.changeset import pending
from cleanledger.store.library import Loaded, Shelf, find_book, load_setting

POST_KEY = "cleanledger.post"
"""The setting of git that remembers the post."""


def read_day(text: str) -> date:
    """A date as typed, in figures of any form (2024/6/30); UsageError where it cannot be read."""
    with suppress(ValueError):
        return read_date(text.strip())
    with suppress(Unread):
        reading = read(text, Terms())
        if reading.is_day and reading.due:
            return reading.due
    raise UsageError(
        _("{text} is not a day", text=text[:40]), _("write it as 2024-06-30; there must be such a day")
    )


@dataclass
class Session:
    """The surroundings of a command, looked up when they are needed."""

    given: Globals

    @cached_property
    def repository(self) -> git.Repository | None:
        """The repository that the book lies in."""
        return git.find_repository(self.folder)

    def history(self) -> git.Repository:
        """The repository, for who reads commits; a failure where there is none, or no commit yet."""
        if self.repository is None or self.repository.head is None:
            raise EnvironmentFailure(
                _("there is no past: the book lies in no git repository, or nothing was committed yet"),
                _("the first command that writes makes the first commit"),
            )
        return self.repository

    @cached_property
    def folder(self) -> Path:
        """The folder of book.yaml."""
        return find_book(Path.cwd(), self.given.book)

    @cached_property
    def remembered(self) -> str | None:
        """The post that this person types as in this clone, as `ledger me` keeps it."""
        if self.repository is None:
            return None
        return git.exchange.local_settings(self.repository).get(POST_KEY)

    @property
    def post(self) -> str | None:
        """The post that was asked for: by --as or LEDGER_AS, else the one that is remembered."""
        return self.given.post or self.remembered

    @cached_property
    def shelf(self) -> Shelf:
        """The book on disk; findings name paths relative to the repository's root."""
        folder = self.folder.resolve()
        root = self.repository.root.resolve() if self.repository else folder.parent
        return Shelf(folder, root if folder.is_relative_to(root) else folder.parent)

    def loaded(self, ledgers: Sequence[str] | None = None) -> Loaded:
        """The files around the entries, as read."""
        return load_setting(self.shelf, ledgers)

    def setting(self, ledgers: Sequence[str] | None = None) -> Setting:
        """The setting; RuledOut where its files cannot be read as they should."""
        loaded = self.loaded(ledgers)
        if loaded.setting is None:
            findings = [stamp(problem, document) for document, problem in loaded.problems]
            raise RuledOut(_("the book cannot be read"), findings, on_disk=True)
        return loaded.setting

    def now(self, setting: Setting | None) -> date:
        """Today in the zone of the book."""
        zone = setting.book.timezone if setting else "Asia/Shanghai"
        try:
            return clock.today(zone)
        except (ValueError, OSError, LookupError) as error:
            raise EnvironmentFailure(
                _("book.yaml names the time zone {zone}, which is not known here", zone=zone),
                _("write an IANA name such as Asia/Shanghai"),
            ) from error

    def day(self, setting: Setting | None) -> date:
        """The day of judgement of a reading command."""
        return read_day(self.given.today) if self.given.today else self.now(setting)

    def desk(self, setting: Setting) -> Desk:
        """What a verb works with; refuses `--today`, and finds out who types."""
        today = self.typing_day(setting)
        self.finish_what_broke_off()
        identity = git.identity(self.folder)
        found = typist(setting, identity.email if identity else None, self.post, today)
        output.note(found.note)
        return Desk(self.shelf, setting, self.repository, found.post, today)

    def set_up_by(self, setting: Setting) -> None:
        """Refuses who may only read: units and posts may be written by anybody else, the first clerk too."""
        identity = git.identity(self.folder)
        posts = setting.directory.posts_of(identity.email, self.now(setting)) if identity else ()
        if posts and all(post.roles == ("auditor",) for post in posts):
            raise Refused(_("LG702 {post} is an auditor, who writes nothing", post=posts[0].code))

    def finish_what_broke_off(self) -> None:
        """A change set whose command died is finished or undone before anything is read."""
        if pending(self.shelf.folder):
            with writing(self.shelf, self.repository):
                output.note(_("a change that was broken off has been settled"))

    def typing_day(self, setting: Setting) -> date:
        """Today for a verb, which refuses `--today`."""
        if self.given.today is None:
            return self.now(setting)
        if os.environ.get("LEDGER_TEST") != "1":
            raise UsageError(
                _("--today moves the day of judgement of reading commands; it does not move what is typed"),
                _("--date says when something happened"),
            )
        return read_day(self.given.today)

    def origin(self, setting: Setting, day: date, notes: Iterable[str] = ()) -> Origin:
        """What a table was made from."""
        units = {code: unit.name for code, unit in setting.directory.units.items()}
        posts = {code: person.name for code, person in setting.directory.people.items() if person.name}
        ledgers = {ledger: cover.title for ledger, cover in setting.covers.items()}
        campaigns = {campaign.code: campaign.name for campaign in setting.book.campaigns}
        plans = {code: name for plan in setting.plans.plans for code, name in plan.named()}
        return Origin(
            book=setting.book.name,
            as_of=day,
            commit=self.repository.head if self.repository else None,
            notes=tuple(notes),
            names={"unit": units, "post": posts, "ledger": ledgers, "campaign": campaigns, "plan": plans},
        )
