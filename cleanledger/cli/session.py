"""One run of the program: where the book is, what day it is, who types."""

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from cleanledger import clock, git
from cleanledger.checks.run import stamp
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.errors import EnvironmentFailure, Refused, UsageError
from cleanledger.history.past import Past, last_on, named, write_out, zone_of
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
# A branch may be called 2024; nobody calls one 2024-06-30 and means no day.
_DAY = re.compile(r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?")


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
        if self.past and self.repository:
            scratch = TemporaryDirectory(prefix="ledger-at-")
            into = self.given.closing.enter_context(scratch)
            return write_out(self.repository, self.past.commit, self._place(self.repository), Path(into))
        folder = self.folder.resolve()
        root = self.repository.root.resolve() if self.repository else folder.parent
        return Shelf(folder, root if folder.is_relative_to(root) else folder.parent)

    @cached_property
    def past(self) -> Past | None:
        """The commit that `--at` names; None where the book is read as it lies there."""
        asked = self.given.at
        if asked is None:
            return None
        if asked.startswith("-") or not asked:
            raise UsageError(
                _("{text} is neither a revision nor a day", text=asked[:40]),
                _("name a branch, a tag or a commit of this repository, or a day such as 2024-06-30"),
            )
        if self.repository is None:
            raise EnvironmentFailure(
                _("--at reads what was committed, but {folder} lies in no git repository", folder=self.folder)
            )
        place = self._place(self.repository)
        if _DAY.fullmatch(asked.strip()):
            day = read_day(asked)
            found = None if day > self._latest(place) else last_on(self.repository, day, place)
        else:
            found = named(self.repository, asked, place)
        if found is None or found.day > self._latest(place):
            raise UsageError(_("{text} lies ahead of today: --at reads only the past", text=asked[:40]))
        return found

    def _latest(self, place: str) -> date:
        """Today in the zone of the book that HEAD has."""
        head = self.repository.head if self.repository else None
        if self.repository is None or head is None:
            return self._today_in("Asia/Shanghai")
        return self._today_in(zone_of(self.repository, head, place))

    def _place(self, repository: git.Repository) -> str:
        return self.folder.resolve().relative_to(repository.root.resolve()).as_posix()

    def in_tree(self, paths: Sequence[Path]) -> tuple[Path, ...]:
        """Where `paths`, typed by the working tree, lie in the tree that is read."""
        if self.past is None or self.repository is None:
            return tuple(paths)
        root, here = self.repository.root.resolve(), Path.cwd().resolve()
        return tuple(self.shelf.root / os.path.relpath(here / path, root) for path in paths)

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
        """Today in the zone of the book; of another tree: its day, for what it says lay ahead then."""
        if self.past:
            return self.past.day
        return self._today_in(setting.book.timezone if setting else "Asia/Shanghai")

    @staticmethod
    def _today_in(zone: str) -> date:
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
        email = identity.email if identity else None
        return Desk(self.shelf, setting, self.repository, found.post, today, email)

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
        return self.typing_day_told() or self.now(setting)

    def typing_day_told(self) -> date | None:
        """The day that a verb was told it is; None where it was told none. Refused but in a test."""
        if self.given.today is None:
            return None
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
        head = self.repository.head if self.repository else None
        return Origin(
            book=setting.book.name,
            as_of=day,
            tree=self.past.tree if self.past else "working",
            commit=self.past.commit if self.past else head,
            notes=tuple(notes),
            names={"unit": units, "post": posts, "ledger": ledgers, "campaign": campaigns, "plan": plans},
        )
