"""`ledger person`: posts, and who holds them from when until when."""

from collections.abc import Container, Iterable, Sequence
from functools import partial
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.help import metavar
from cleanledger.cli.session import read_day
from cleanledger.cli.settings import (
    INDENT,
    ChangeOption,
    ChangesArgument,
    DryRunOption,
    LastOption,
    SinceOption,
    Work,
    at_work,
    command,
    given,
    group,
    judged,
    write,
)
from cleanledger.cli.tables import FormatOption, show_as_of_today
from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.scalars import Email, Post
from cleanledger.model.source import Tree
from cleanledger.model.units import Person
from cleanledger.model.validate import read_as
from cleanledger.model.vocabulary import ROLES, choices, listed
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import Draft
from cleanledger.operations.lists import edits_of, item_changes, place_of
from cleanledger.operations.naming import find_post, find_unit, find_word, shown
from cleanledger.operations.people import (
    handed_over,
    key_of_holder,
    left,
    moved,
    owned_after,
    owned_by,
    post_added,
    sets_key,
)
from cleanledger.operations.refusal import RuledOut
from cleanledger.operations.revision import Edits, Revision, mentioning
from cleanledger.operations.set_up import filled
from cleanledger.reports.people import people_table

people = group("person", _("Posts and who holds them."))

PostArgument = Annotated[str | None, typer.Argument(metavar="POST", help=_("The post, by code or name."))]
NewPostArgument = Annotated[
    str | None,
    typer.Argument(metavar="POST", help=_("Small letters, digits, hyphens, e.g. gdbh-clerk.")),
]
NameOption = Annotated[str | None, typer.Option("--name", metavar="TEXT", help=_("The post as printed."))]
UnitOption = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help=_("The unit of the post."))]
RoleOption = Annotated[list[str] | None, typer.Option("--role", metavar="ROLE", help=choices(ROLES))]
EmailOption = Annotated[
    str | None, typer.Option("--email", metavar="E", help=_("What git knows the holder by."))
]
KeyOption = Annotated[
    str | None, typer.Option("--key", metavar="K", help=_("The same for all posts of one human."))
]
OwnerOption = Annotated[
    str | None,
    typer.Option("--owner", metavar="POST", help=_("Who owns the open entries of the post from then on.")),
]


@command(people, "add")
def person_add(
    context: typer.Context,
    post: NewPostArgument = None,
    *,
    name: NameOption = None,
    unit: UnitOption = None,
    role: RoleOption = None,
    email: EmailOption = None,
    key: KeyOption = None,
    since: SinceOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Add a post and who holds it."""
    work = at_work(context)
    post = post or ask(_("The post, e.g. gdbh-clerk"), "POST", partial(read_as, Post))
    item = filled(
        {
            "code": post,
            "name": name,
            "unit": given(unit, _("The unit of the post"), "--unit", partial(find_unit, work.setting)),
            "roles": _roles(role),
        }
    )
    holder = filled({"key": key, "email": email, "from": read_day(since) if since else None})
    edits = post_added(work.session.shelf, work.setting, item, holder)
    revision = _judged(work, edits, post)
    if write(work, revision.changes, "person-add", [post], dry_run=dry_run):
        output.say(f"{post}  {name or ''}".rstrip())
        _say_keys(work, revision)


def _roles(roles: list[str] | None) -> list[Tree]:
    return [find_word(each, ROLES, _("role")) for each in roles or []]


def _judged(work: Work, edits: Edits, *posts: str, aside: Container[str] = (), hint: str = "") -> Revision:
    """The book with `edits`; refused where it, or an entry that names one of `posts`, breaks a rule by it."""
    people = work.setting.directory.people
    units = {people[post].unit for post in posts if post in people}
    message = _("{code} cannot be changed so", code=posts[0])
    named = mentioning(work.session.shelf, {*posts, *units})
    return judged(work, edits, message, [each for each in named if each not in aside], hint)


@command(people, "list")
def person_list(context: typer.Context, *, format: FormatOption = None) -> None:
    """Show the posts as of today."""
    show_as_of_today(context, lambda setting, day: people_table(setting.directory, day), format)


@command(people, "set")
def person_set(
    context: typer.Context,
    post: PostArgument = None,
    changes: ChangesArgument = None,
    *,
    dry_run: DryRunOption = False,
) -> None:
    """Change a post: name, roles (for all of its past), key of its holder."""
    work = at_work(context)
    code = _post(work, post)
    texts = changes or [ask(_("What to set: key=value"), "KEY=VALUE")]
    place = place_of(work.session.shelf, "person", code)
    keys = [edit for text in texts for edit in key_of_holder(work.setting, code, place, text, work.today)]
    others = [text for text in texts if not sets_key(text)]
    found = item_changes(work.session.shelf, work.setting, "person", place, others)
    hint = _("roles hold for all of a post's past; a new post has roles of its own: ledger person move")
    revision = _judged(work, edits_of("person", place, found, *keys), code, hint=hint)
    if write(work, revision.changes, "person-set", [code], dry_run=dry_run):
        output.say(f"{code}  {revision.setting.directory.people[code].name or ''}".rstrip())


def _post(work: Work, asked: str | None) -> str:
    return given(asked, _("Which post"), "POST", partial(find_post, work.setting))


@command(people, "handover")
def person_handover(
    context: typer.Context,
    post: PostArgument = None,
    *,
    email: EmailOption = None,
    key: KeyOption = None,
    same: Annotated[
        bool, typer.Option("--same", help=_("It is the same human, under another address."))
    ] = False,
    since: ChangeOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Hand a post over: its holder ends the day before."""
    work = at_work(context)
    code = _post(work, post)
    if email is None and key is None:
        email = ask(_("The e-mail of the new holder"), "--email", partial(read_as, Email))
    day = work.day(since)
    holder = filled({"email": email, "key": key})
    edits = handed_over(work.session.shelf, work.setting, code, holder, day, same=same)
    revision = _judged(work, edits, code)
    if write(work, revision.changes, "person-handover", [code], dry_run=dry_run):
        output.say(_("{post}: {who} from {day} on", post=code, who=email or key, day=day.isoformat()))
        _say_keys(work, revision)


@command(people, "leave")
def person_leave(
    context: typer.Context,
    post: PostArgument = None,
    *,
    until: LastOption = None,
    owner: OwnerOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """End who holds a post; nobody follows yet."""
    work = at_work(context)
    code = _post(work, post)
    last = work.day(until)
    edits = left(work.session.shelf, work.setting, code, last)
    if _written(work, edits, "person-leave", (code,), owner, dry_run=dry_run):
        output.say(_("{post}: vacant after {day}", post=code, day=last.isoformat()))
        output.say(INDENT + f"ledger person handover {code} --email {metavar('E')}")
        _say_owned(work, code)


def _written(
    work: Work, edits: Edits, action: str, posts: Sequence[str], owner: str | None, *, dry_run: bool
) -> bool:
    """Writes what becomes of the first of `posts`, and gives what it owned to `owner`; all or nothing."""
    passing = owned_after(work.desk(), posts[0]) if owner else []
    if owner and not passing:
        output.note(_("no open entry names {post} as owner", post=posts[0]))
    try:
        revision = _judged(work, edits, *posts, aside=passing)
    except RuledOut as refused:
        if any(each.code == "LG204" for each in refused.findings):
            refused.hint = _("--owner POST gives the entries of {post} another owner", post=posts[0])
        raise
    drafts: tuple[Draft, ...] = ()
    if owner and passing:
        desk = work.session.desk(work.setting)
        after = Desk(desk.shelf, revision.setting, desk.repository, desk.typist, desk.today)
        drafts = owned_by(desk, after, posts[0], find_post(work.setting, owner))
    changes = [*revision.changes, *(change for each in drafts for change in each.changes)]
    entries = [each.entry.id for each in drafts]
    if not write(work, changes, action, posts[:1], entries=entries, dry_run=dry_run):
        return False
    _say_keys(work, revision)
    if entries:
        output.say(_("owned by {owner} now: {ids}", owner=owner, ids=shown(entries)))
    return True


def _say_owned(work: Work, post: str) -> None:
    owned = owned_after(work.desk(), post)
    if owned:
        output.say(_("{n} open entries name it as owner: {ids}", n=len(owned), ids=shown(owned)))
        output.say(INDENT + f"ledger set {owned[0]} owner={metavar('POST')}")


@command(people, "move")
def person_move(
    context: typer.Context,
    old: Annotated[str | None, typer.Argument(metavar="POST", help=_("The post that is left."))] = None,
    new: Annotated[
        str | None,
        typer.Argument(metavar="NEW", help=_("The post that is taken; --unit makes it where there is none.")),
    ] = None,
    *,
    unit: UnitOption = None,
    role: RoleOption = None,
    name: NameOption = None,
    since: ChangeOption = None,
    owner: OwnerOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Move who holds a post to another: it ends here and begins there."""
    work = at_work(context)
    old = _post(work, old)
    target = new or ask(_("The new post, e.g. kfly-clerk"), "NEW")
    if unit is None and target not in work.setting.directory.people:
        target = _known_or_new(work, target)
    made: dict[str, Tree] | None = None
    if target in work.setting.directory.people:
        if unit or role or name:
            raise UsageError(
                _("{post} is there: --unit, --role and --name make a new post", post=target),
                _("ledger person set {post} changes it", post=target),
            )
    else:
        made = _made(work, old, target, unit=unit, role=role, name=name)
    day = work.day(since)
    edits = moved(work.session.shelf, work.setting, old, target, day, made=made)
    if _written(work, edits, "person-move", (old, target), owner, dry_run=dry_run):
        output.say(_("{old} → {new} from {day} on", old=old, new=target, day=day.isoformat()))
        _say_owned(work, old)


def _known_or_new(work: Work, asked: str) -> str:
    """The post that `asked` names; what is a code of none is to be made."""
    try:
        return find_post(work.setting, asked)
    except Refused:
        return read_as(Post, asked)


def _made(
    work: Work, old: str, new: str, *, unit: str | None, role: list[str] | None, name: str | None
) -> dict[str, Tree]:
    """A new post; its roles are those of the old one unless they are told."""
    question = _("{post} is new. Its unit", post=new)
    home = given(unit, question, "--unit", partial(find_unit, work.setting))
    roles = _roles(role) or list[Tree](work.setting.directory.people[old].roles)
    return filled({"code": new, "name": name, "unit": home, "roles": roles})


def _say_keys(work: Work, revision: Revision) -> None:
    """Says which key one human was given for all their posts."""
    before = _keys(work.setting.directory.people.values())
    after = _keys(revision.setting.directory.people.values())
    for key in sorted(after.keys() - before.keys()):
        if len(after[key]) > 1:
            output.say(_("one human, one key {key}: {posts}", key=key, posts=listed(sorted(after[key]))))


def _keys(people: Iterable[Person]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for person in people:
        for holder in person.holders:
            if holder.key:
                found.setdefault(holder.key, set()).add(person.code)
    return found
