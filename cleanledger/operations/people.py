"""Who holds a post, and when: handed over, left, moved. One human has one key, whatever posts they hold."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.finding import Finding
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.paths import titles
from cleanledger.model.setting import Setting
from cleanledger.model.source import FieldPath, Tree
from cleanledger.model.units import Directory, Holder, Person
from cleanledger.operations.act import Act
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import Acts, Draft, draft, plain
from cleanledger.operations.lists import place_of
from cleanledger.operations.refusal import RuledOut
from cleanledger.operations.revision import UNITS, Edits, mentioning, told_of
from cleanledger.operations.set_fields import split_change
from cleanledger.operations.set_up import filled
from cleanledger.store.library import Shelf
from cleanledger.store.splice import Append, Edit, Put

_DAY = timedelta(days=1)
_KEY = Holder.model_fields["key"]
_INVENTED = re.compile(r"p-([0-9]{3,})")


def post_added(shelf: Shelf, setting: Setting, post: Mapping[str, Tree], holder: Mapping[str, Tree]) -> Edits:
    """A new post; who holds it gets the key of their other posts, and one for all where they have none."""
    if post["code"] in setting.directory.people:
        raise Refused(_("{code} is there already", code=post["code"]))
    key, edits = _one_key(shelf, setting.directory, holder.get("email"), holder.get("key"))
    held = _held(holder, key)
    return {UNITS: [*edits, Append(("people",), {**post, **({"holders": [held]} if held else {})})]}


def _held(holder: Mapping[str, Tree], key: Tree | None) -> dict[str, Tree]:
    given = {**holder, "key": key} if key else holder
    return {name: given[name] for name in ("key", "email", "name", "from", "until") if name in given}


def handed_over(
    shelf: Shelf, setting: Setting, post: str, holder: Mapping[str, Tree], day: date, *, same: bool = False
) -> Edits:
    """A post that `holder` has from `day` on; who had it holds it until the day before.

    `same`: it is the same human, under another address.
    """
    person = setting.directory.people[post]
    key, edits = _one_key(shelf, setting.directory, holder.get("email"), holder.get("key"))
    if same:
        key, edits = _key_of(shelf, setting.directory, post, _last_holder(person, day))
    place = (*place_of(shelf, "person", post), "holders")
    if not person.holders:
        # Whoever typed in this post until then did so by right: nobody knows any more who it was.
        edits = [*edits, Append(place, {"until": plain(day - _DAY)})]
    ended = [_end(person, place, number, day - _DAY) for number in _holding_after(person, day - _DAY)]
    new = _held({**holder, "from": plain(day)}, key)
    return {UNITS: [*edits, *ended, Append(place, new)]}


def left(shelf: Shelf, setting: Setting, post: str, last: date) -> Edits:
    """A post that its holder has until `last`."""
    person = setting.directory.people[post]
    place = (*place_of(shelf, "person", post), "holders")
    holding = _holding_after(person, last)
    if not holding:
        raise Refused(
            _("nobody holds the post {post} after {day}", post=post, day=last.isoformat()),
            _("ledger person list shows who holds which post"),
        )
    return {UNITS: [_end(person, place, number, last) for number in holding]}


def _holding_after(person: Person, last: date) -> list[int]:
    """The places of those who hold a post after `last`."""
    return [place for place, each in enumerate(person.holders) if each.until is None or each.until > last]


def _end(person: Person, place: FieldPath, number: int, last: date) -> Edit:
    holder = person.holders[number]
    if holder.from_ and holder.from_ > last:
        raise Refused(
            _(
                "{who} holds the post {post} from {day} on, which is later",
                who=holder.email or holder.key or "-",
                post=person.code,
                day=holder.from_.isoformat(),
            ),
            _("name a later day"),
        )
    return Put((*place, number, "until"), plain(last))


def moved(
    shelf: Shelf,
    setting: Setting,
    old: str,
    new: str,
    day: date,
    *,
    made: Mapping[str, Tree] | None = None,
) -> Edits:
    """Who held `old` until the day before `day` holds `new` from then on.

    `made`: the new post, where there is none of this code.
    """
    directory = setting.directory
    person = directory.people[old]
    number = _last_holder(person, day)
    holder = person.holders[number]
    place = (*place_of(shelf, "person", old), "holders")
    key, edits = _key_of(shelf, directory, old, number)
    if holder.until is None or holder.until >= day:
        edits = [*edits, _end(person, place, number, day - _DAY)]
    held = _held(filled({"email": holder.email, "name": holder.name, "from": day}), key)
    if made is not None:
        return {UNITS: [*edits, Append(("people",), {**made, "holders": [held]})]}
    target = (*place_of(shelf, "person", new), "holders")
    if not directory.people[new].holders:
        edits = [*edits, Append(target, {"until": plain(day - _DAY)})]
    return {UNITS: [*edits, Append(target, held)]}


def _last_holder(person: Person, day: date) -> int:
    """The place of who holds a post on the day before `day`."""
    for number, holder in enumerate(person.holders):
        if holder.holds_on(day - _DAY):
            return number
    raise Refused(
        _("nobody held the post {post} on {day}", post=person.code, day=(day - _DAY).isoformat()),
        _("ledger person list shows who holds which post"),
    )


def sets_key(text: str) -> bool:
    """Whether `key=value` is about the key of who holds a post, which is no field of the post."""
    return split_change(text)[0].casefold() in {"key", *(each.casefold() for each in titles(_KEY))}


def key_of_holder(setting: Setting, post: str, place: FieldPath, text: str, day: date) -> Iterator[Edit]:
    """The edit that gives who holds a post on `day` the key of `key=value`; nothing for other keys."""
    if not sets_key(text):
        return
    _key, sign, value = split_change(text)
    if sign != "=" or not value:
        raise UsageError(_("{text} is not of the form key=value", text=text))
    person = setting.directory.people[post]
    number = next((n for n, each in enumerate(person.holders) if each.holds_on(day)), None)
    if number is None:
        raise Refused(_("nobody holds the post {post} on {day}", post=post, day=day.isoformat()))
    yield Put((*place, "holders", number, "key"), value)


def owned_after(desk: Desk, post: str) -> list[str]:
    """The living entries that name a post as their owner."""
    entries = (desk.entries.lookup(each) for each in mentioning(desk.shelf, [post]))
    return [each.id for each in entries if each and each.owner == post and each.status not in ENDED]


def owned_by(before: Desk, after: Desk, post: str, owner: str) -> tuple[Draft, ...]:
    """The living entries that `post` owned, owned by `owner`; RuledOut with all that the rules find."""
    drafts, found = [], list[Finding]()
    for entry_id in owned_after(before, post):
        entry, document = before.open(entry_id)
        act = Act(after, "set", entry, document.data or {}, after.today, {})
        line = act.line(field="owner", was=post, now=owner)
        try:
            drafts.append(draft(after, entry_id, "set", Acts([line], [Put(("owner",), owner)])))
        except RuledOut as refused:
            found += [told_of(each) for each in refused.findings]
    if found:
        raise RuledOut(_("{owner} cannot own what {post} owned", owner=owner, post=post), found)
    return tuple(drafts)


def next_key(directory: Directory) -> str:
    """A key for a human that no other has: p-001 and so on."""
    keys = [holder.key or "" for person in directory.file.people for holder in person.holders]
    taken = [int(found[1]) for key in keys if (found := _INVENTED.fullmatch(key))]
    return f"p-{max(taken, default=0) + 1:03}"


def _one_key(
    shelf: Shelf, directory: Directory, email: Tree | None, wanted: Tree | None
) -> tuple[Tree | None, list[Edit]]:
    """The key of whoever has this address, and the edits that give it to all posts under the address.

    None where the address is new and no key was asked for.
    """
    same = list(_under(directory, str(email))) if email else []
    if not same:
        return wanted, []
    key = wanted or next((holder.key for _post, _number, holder in same if holder.key), None)
    key = key or next_key(directory)
    return key, [
        Put((*place_of(shelf, "person", post), "holders", number, "key"), key)
        for post, number, holder in same
        if not holder.key
    ]


def _key_of(shelf: Shelf, directory: Directory, post: str, number: int) -> tuple[Tree, list[Edit]]:
    """The key of a holder, and the edits that give it to them where they have none."""
    holder = directory.people[post].holders[number]
    key, edits = _one_key(shelf, directory, holder.email, holder.key)
    if key is not None:
        return key, edits
    key = next_key(directory)
    return key, [Put((*place_of(shelf, "person", post), "holders", number, "key"), key)]


def _under(directory: Directory, email: str) -> Iterator[tuple[str, int, Holder]]:
    for person in directory.file.people:
        for number, holder in enumerate(person.holders):
            if holder.email and holder.email.lower() == email.lower():
                yield person.code, number, holder
