"""Who types: the post that a git e-mail and `--as` give."""

from datetime import date
from typing import NamedTuple

from cleanledger.errors import EnvironmentFailure, Refused
from cleanledger.i18n import _
from cleanledger.model.setting import Setting
from cleanledger.model.units import Person
from cleanledger.model.vocabulary import listed
from cleanledger.operations.naming import find_post


class Typist(NamedTuple):
    """The post that types, and what is to be said of how it was found."""

    post: str
    note: str = ""


def typist(setting: Setting, email: str | None, asked: str | None, day: date) -> Typist:
    """The post of who types on `day`: of one's own posts; `asked` (`--as`) chooses among several.

    `email`: what git knows the caller by; None where git knows nobody.
    """
    if not setting.directory.people:
        raise Refused(
            _("units.yaml names no people, so nobody can be said to have done this"),
            _("ledger person add POST --unit UNIT --role clerk --email E adds the first"),
        )
    if email is None and asked is None:
        raise EnvironmentFailure(
            _("git does not know who you are, and --as names nobody"),
            _("git config --global user.email YOU@EXAMPLE, or give --as POST"),
        )
    own = [person.code for person in setting.directory.posts_of(email, day)] if email else []
    post = find_post(setting, asked) if asked else None
    if not own:
        _refuse_out_of_term(setting, email, day)
        return _stranger(email, post)
    if post is None and len(own) > 1:
        raise Refused(
            _("{email} holds several posts: {posts}", email=email, posts=listed(own)),
            _("choose one with --as POST"),
        )
    if post is not None and post not in own:
        raise Refused(
            _(
                "LG704 {post} is not a post of {email}, who holds: {posts}",
                post=post,
                email=email,
                posts=listed(own),
            ),
            _("somebody else's act is entered with --actor {post} --doc PAPER", post=post),
        )
    return Typist(post or own[0])


def _refuse_out_of_term(setting: Setting, email: str | None, day: date) -> None:
    """Who holds a post on other days is told of it, and does not become somebody else by mistake."""
    for person in setting.directory.file.people:
        for holder in person.holders:
            if email is None or (holder.email or "").lower() != email.lower():
                continue
            if holder.from_ and day < holder.from_:
                message = _(
                    "{email} holds {post} from {day} on", email=email, post=person.code, day=holder.from_
                )
                raise Refused(message, _("until then somebody else types"))
            if holder.until and holder.until < day:
                message = _(
                    "{email} held {post} until {day}", email=email, post=person.code, day=holder.until
                )
                raise Refused(message, _("ledger person move or ledger person add gives a post anew"))


class Looking(NamedTuple):
    """The posts with which somebody looks at the book, and what is to be said of how they were found."""

    posts: tuple[Person, ...]
    note: str = ""
    must_say: bool = False
    """Whether a command has to name the post by `--as`."""


def looking(setting: Setting, email: str | None, asked: str | None, day: date) -> Looking:
    """All posts of who looks on `day`, or the one that `asked` (`--as`) chooses; none for a stranger."""
    own = setting.directory.posts_of(email, day) if email else ()
    if asked:
        found = typist(setting, email, asked, day)
        return Looking((setting.directory.people[found.post],), found.note, len(own) != 1)
    return Looking(own, must_say=len(own) > 1)


def _stranger(email: str | None, post: str | None) -> Typist:
    if post is None:
        raise Refused(
            _("no post in units.yaml has the e-mail {email}", email=email),
            _(
                "give --as POST; or give git the address of your post: git config user.email ADDRESS; "
                "or ledger person add POST --unit UNIT --role clerk --email {email}",
                email=email,
            ),
        )
    if email is None:
        return Typist(post, _("note: git does not know who you are; taken as {post}", post=post))
    return Typist(post, _("note: no post has the e-mail {email}; taken as {post}", email=email, post=post))
