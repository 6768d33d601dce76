"""Units and people through time: `units.yaml`, and how they are looked up as of a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated

from cleanledger.model.record import Model
from cleanledger.model.scalars import Date, Email, Line, Post, UnitCode, about, words

ROLES = ("clerk", "reviewer", "approver", "auditor")
UNIT_KINDS = ("unit", "body", "branch", "group", "outside")


class Former(Model):
    """What a unit was called, or under whom it stood, until a day; with neither: under nobody."""

    name: Annotated[Line | None, about("Name", "原名", "The former name.")] = None
    parent: Annotated[UnitCode | None, about("Parent", "原上级", "The former parent unit.")] = None
    until: Annotated[Date, about("Until", "截止日", "The last day of it.")]


class Unit(Model):
    """One unit of the tree; ended, never removed."""

    code: Annotated[UnitCode, about("Code", "代码", "The unit's code; what entries store.")]
    name: Annotated[Line, about("Name", "名称", "The unit's name as printed.")]
    aliases: Annotated[
        tuple[Line, ...], about("Aliases", "别名", "Other names by which it is typed or printed.")
    ] = ()
    kind: Annotated[
        Annotated[str, words(*UNIT_KINDS)],
        about("Kind", "类别", "unit, body (领导小组), branch (党支部), group (各处室), outside (the book)."),
    ] = "unit"
    parent: Annotated[UnitCode | None, about("Parent", "上级单位", "The unit above it.")] = None
    from_: Annotated[Date | None, about("From", "起始日", "Its first day.", "from")] = None
    until: Annotated[Date | None, about("Until", "截止日", "Its last day.")] = None
    former: Annotated[tuple[Former, ...], about("Former", "沿革", "Former names and parents.")] = ()
    into: Annotated[tuple[UnitCode, ...], about("Into", "并入", "The units that it was merged into.")] = ()

    def exists_on(self, day: date) -> bool:
        """Whether the unit existed on `day`."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)

    def parent_on(self, day: date) -> str | None:
        """The parent's code as of `day`."""
        for former in sorted(self.former, key=lambda each: each.until):
            if day <= former.until and (former.parent is not None or former.name is None):
                return former.parent
        return self.parent


class Holder(Model):
    """Who holds a post, and when."""

    key: Annotated[
        Line | None, about("Key", "人员标识", "The same for all posts of one human; four eyes compare it.")
    ] = None
    email: Annotated[Email | None, about("E-mail", "邮箱", "The address that git knows the holder by.")] = (
        None
    )
    name: Annotated[Line | None, about("Name", "姓名", "The holder's name, where it must be kept.")] = None
    from_: Annotated[Date | None, about("From", "起始日", "The first day in the post.", "from")] = None
    until: Annotated[Date | None, about("Until", "截止日", "The last day in the post.")] = None

    def holds_on(self, day: date) -> bool:
        """Whether this holder holds the post on `day`."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)

    def overlaps(self, other: "Holder") -> bool:
        """Whether there is a day on which both hold."""
        return (self.from_ or date.min) <= (other.until or date.max) and (other.from_ or date.min) <= (
            self.until or date.max
        )


class Person(Model):
    """A post: what `by` and `actor` name. It never changes its unit."""

    code: Annotated[Post, about("Post", "岗位代码", "The post's code, e.g. gdbh-clerk.")]
    name: Annotated[Line | None, about("Name", "岗位名称", "The post as printed, e.g. 耕地保护处经办人.")] = (
        None
    )
    unit: Annotated[UnitCode, about("Unit", "所在单位", "The unit of the post.")]
    roles: Annotated[
        tuple[Annotated[str, words(*ROLES)], ...],
        about(
            "Roles",
            "角色",
            "clerk types; reviewer verifies, returns, closes; approver grants; auditor reads.",
        ),
    ] = ()
    holders: Annotated[tuple[Holder, ...], about("Holders", "任职人", "Who holds the post, and when.")] = ()

    def holder_on(self, day: date) -> Holder | None:
        """Who holds the post on `day`."""
        return next((holder for holder in self.holders if holder.holds_on(day)), None)


class UnitsFile(Model):
    """What `units.yaml` holds."""

    units: Annotated[tuple[Unit, ...], about("Units", "单位", "The unit tree.")] = ()
    people: Annotated[tuple[Person, ...], about("People", "人员", "Posts and who holds them.")] = ()


@dataclass(frozen=True)
class Directory:
    """Units and people by code, and the tree as of a day."""

    file: UnitsFile

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Units by code; of two with one code the first."""
        return {unit.code: unit for unit in reversed(self.file.units)}

    @cached_property
    def people(self) -> dict[str, Person]:
        """Posts by code; of two with one code the first."""
        return {person.code: person for person in reversed(self.file.people)}

    def ancestors(self, code: str, day: date) -> Iterator[str]:
        """`code` itself and the codes above it, nearest first, as of `day`."""
        seen: set[str] = set()
        current: str | None = code
        while current is not None and current not in seen:
            seen.add(current)
            yield current
            unit = self.units.get(current)
            current = unit.parent_on(day) if unit else None

    def is_within(self, code: str, top: str, day: date) -> bool:
        """Whether `code` is `top` or below it as of `day`."""
        return top in self.ancestors(code, day)

    def human(self, post: str, day: date) -> str:
        """What tells humans apart: the holder's key on `day`, else their e-mail, else the post itself."""
        person = self.people.get(post)
        holder = person.holder_on(day) if person else None
        if holder and holder.key:
            return f"key:{holder.key}"
        return f"email:{holder.email.lower()}" if holder and holder.email else post

    def same_human(self, one: str, other: str, day: date) -> bool:
        """Whether two actors (posts or units) are one: the same human, or a unit and a person of it."""
        if self.human(one, day) == self.human(other, day):
            return True
        return self._is_of(one, other, day) or self._is_of(other, one, day)

    def _is_of(self, post: str, unit: str, day: date) -> bool:
        """Whether the human in `post` has this or another post in `unit`."""
        if post not in self.people or unit in self.people:
            return False
        human = self.human(post, day)
        return any(
            person.unit == unit and self.human(person.code, day) == human for person in self.people.values()
        )

    def unit_of(self, actor: str) -> str | None:
        """The unit of a post; None for a unit's own code or an unknown post."""
        person = self.people.get(actor)
        return person.unit if person else None

    def home(self, actor: str) -> str:
        """The unit that an actor speaks for: the post's unit, or the unit named."""
        return self.unit_of(actor) or actor

    def posts_of(self, email: str, day: date) -> tuple[Person, ...]:
        """The posts whose holder on `day` has this e-mail (letter case does not count)."""
        return tuple(
            person
            for person in self.file.people
            if any(
                holder.email is not None and holder.email.lower() == email.lower() and holder.holds_on(day)
                for holder in person.holders
            )
        )
