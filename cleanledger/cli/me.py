"""`ledger me`: the post that somebody types as in this clone."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import POST_KEY, Session
from cleanledger.errors import EnvironmentFailure
from cleanledger.i18n import _
from cleanledger.model.setting import Setting
from cleanledger.model.vocabulary import listed
from cleanledger.operations.naming import find_post
from cleanledger.operations.typist import typist


def command(
    context: typer.Context,
    post: Annotated[
        str | None,
        typer.Argument(metavar="[POST]", help=_("The post to remember; without one, who you are.")),
    ] = None,
    *,
    forget: Annotated[bool, typer.Option("--forget", help=_("Remember no post any more."))] = False,
) -> None:
    """Say who you are, or remember as which post you type in this clone.

    It holds where neither --as nor LEDGER_AS is given, and for nobody but you.
    """
    session = Session(context.ensure_object(Globals))
    setting = session.setting(())
    day = session.now(setting)
    if post or forget:
        repository = session.repository
        if repository is None:
            raise EnvironmentFailure(
                _("the book lies in no git repository: there is nowhere to remember a post"),
                _("give it with --as POST, or by the variable LEDGER_AS"),
            )
        if forget and session.remembered:
            git.exchange.unset_local(repository, POST_KEY)
            output.say(_("no post is remembered any more"))
        if post:
            _remember(session, repository, setting, find_post(setting, post), day)
        return
    for line in _who(session, setting, day):
        output.say(line)


def _remember(session: Session, repository: git.Repository, setting: Setting, post: str, day: date) -> None:
    person = setting.directory.people[post]
    holders = [each for each in person.holders if each.holds_on(day)]
    if not git.exchange.knows_email(session.folder) and len(holders) == 1 and (email := holders[0].email):
        name = holders[0].name or person.name or post
        git.exchange.set_local(repository, "user.email", email)
        git.exchange.set_local(repository, "user.name", name)
        output.say(_("git knows you in this clone as {name} <{email}>", name=name, email=email))
    identity = git.identity(session.folder)
    found = typist(setting, identity.email if identity else None, post, day)
    git.exchange.set_local(repository, POST_KEY, post)
    output.say(_("you type as {post} in this clone", post=post))
    output.note(found.note)


def _who(session: Session, setting: Setting, day: date) -> Iterator[str]:
    identity = git.identity(session.folder)
    if identity is None:
        yield _("git does not know who you are")
    else:
        yield f"{identity.name} <{identity.email}>"
        own = [each.code for each in setting.directory.posts_of(identity.email, day)]
        yield _("your posts: {posts}", posts=listed(own)) if own else _("no post has this e-mail")
    if asked := session.post:
        yield _("you type as {post} in this clone", post=asked)
