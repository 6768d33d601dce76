"""Crimes against entries: what one commit does to their fields, logs, evidence and numbers."""

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, TypeAlias

from cleanledger.model.source import Tree
from tests.crimes.honest import Story, copied
from tests.crimes.joined import UNDO, renumber

Crime: TypeAlias = Callable[[Story], str]
"""Commits one crime; gives the id of the entry that it is about, empty where it is about the book."""

OPEN, DOING, TASK_CLOSED, OPEN_TOO = "RW-2024-001", "RW-2024-002", "RW-2024-003", "RW-2024-004"
FOUND, VERIFIED, CLOSED = "ZG-2024-001", "ZG-2024-002", "ZG-2024-003"
RISK, RECORD = "FX-2024-001", "JL-2024-001"


def _by_hand(story: Story, entry_id: str, **fields: Any) -> str:
    """Fields of an entry by hand; None takes one out."""
    entry = story.entries[entry_id]
    story.entries[entry_id] = {key: value for key, value in (entry | fields).items() if value is not None}
    story.write(entry_id)
    story.commit("jgdw-clerk")
    return entry_id


def line(story: Story, entry_id: str, post: str, did: str, **own: Tree) -> str:
    """A line by hand, with the status that it claims; committed by `author`, else by `post`."""
    author, status = str(own.pop("author", post)), own.pop("status", None)
    entry = story.line(entry_id, post, did, **own)
    if status:
        entry["status"] = status
    story.write(entry_id)
    story.commit(author)
    return entry_id


def _fields(entry_id: str, **fields: Any) -> Crime:
    def crime(story: Story) -> str:
        return _by_hand(story, entry_id, **fields)

    return crime


def lines(entry_id: str, post: str, did: str, **own: Tree) -> Crime:
    def crime(story: Story) -> str:
        return line(story, entry_id, post or story.clerk(entry_id), did, **own)

    return crime


# LG601


def _removed(entry_id: str, message: str = "by hand") -> Crime:
    def crime(story: Story) -> str:
        story.files.pop(story.path(entry_id))
        story.commit("gdbh-clerk", message)
        return entry_id

    return crime


def _brought_back(entry_id: str) -> Crime:
    """Taken out, and there again later as if nothing had been."""

    def crime(story: Story) -> str:
        content = story.files.pop(story.path(entry_id))
        story.commit("gdbh-clerk")
        story.did(OPEN_TOO, "progress")
        story.files[story.path(entry_id)] = content
        story.commit("jgdw-clerk", "bring back")
        return entry_id

    return crime


def _hidden(entry_id: str, to: str) -> Crime:
    def crime(story: Story) -> str:
        path = story.path(entry_id)
        story.files[to.format(path=path, id=entry_id)] = story.files.pop(path)
        story.commit("gdbh-clerk")
        return entry_id

    return crime


# LG604, LG605


def _moved_by(entry_id: str, days: int) -> Crime:
    def crime(story: Story) -> str:
        due = date.fromisoformat(story.entries[entry_id]["due"]) + timedelta(days=days)
        return _by_hand(story, entry_id, due=due.isoformat())

    return crime


def _extended_late(*, asked: bool) -> Crime:
    def crime(story: Story) -> str:
        entry = story.entries[OPEN]
        was = date.fromisoformat(entry["due"])
        story.day = was + timedelta(days=story.random.randint(1, 20))
        if asked:
            story.did(OPEN, "ask", "grant")
            return OPEN
        until = (story.day + timedelta(days=30)).isoformat()
        own = {"was": was.isoformat(), "to": until, "reason": "同意", "approved_by": "leader"}
        story.line(OPEN, "jgdw-clerk", "extend", doc="延期1", **own)["due"] = until
        story.write(OPEN)
        story.commit("jgdw-clerk")
        return OPEN

    return crime


# LG607


def _log(change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> Crime:
    def crime(story: Story) -> str:
        story.did(DOING, "progress", "progress", "progress")
        return _by_hand(story, DOING, log=change(story.entries[DOING]["log"]))

    return crime


# LG608


def _typed(days: int, entry_id: str, did: str, **own: Tree) -> Crime:
    """A line dated `days` away from the day on which it is committed."""

    def crime(story: Story) -> str:
        today = story.day
        story.later(60)
        own_day = story.day + timedelta(days=days)
        assert own_day >= today or days > 0
        story.line(entry_id, story.clerk(entry_id), did, **own)["log"][-1]["date"] = own_day.isoformat()
        story.write(entry_id)
        story.commit(story.clerk(entry_id))
        return entry_id

    return crime


# LG609


def _evidence(entry_id: str, how: str) -> Crime:
    def crime(story: Story) -> str:
        entry = story.entries[entry_id]
        item = entry["evidence"][0]
        path = f"{story.place}/{item['path']}"
        if how == "blob":
            story.files[path] = b"another"
        elif how == "gone":
            del story.files[path]
        elif how == "taken out":
            # Paper stands in for it: with none at all the step would not be legal either.
            paper = {key: item[key] for key in ("date", "by", "round")}
            entry["evidence"][0] = {"ref": "档1", "held_by": "JGDW"} | paper
        else:
            item["sha256"] = sha256(f"{story.random.random()}".encode()).hexdigest()
        story.write(entry_id)
        story.commit(story.clerk(entry_id))
        return entry_id

    return crime


# LG610


def _renumbered_away(story: Story) -> str:
    renumber(story, OPEN, story.next_id("RW-2024"))
    return _added_as(story, OPEN)


def _gave_way(story: Story) -> str:
    """It gave its number up as `sync` does, but nobody else had it."""
    new = story.next_id("RW-2024")
    renumber(story, OPEN_TOO, new, f"renumber {new}\n\nLedger-Action: renumber")
    return _added_as(story, OPEN_TOO)


def _taken_back(story: Story) -> str:
    added = story.add("RW-2024")
    story.commit("jgdw-clerk", "add")
    story.files.pop(story.path(added))
    del story.entries[added]
    story.commit("jgdw-clerk", UNDO)
    return _added_as(story, added)


def _added_as(story: Story, number: str) -> str:
    story.add("RW-2024", number=number)
    story.commit("jgdw-clerk", "add")
    return number


# LG611


def _many(did: str, *before: str, ledger: str = "ZG-2024") -> Crime:
    """More than ten entries at once; gives the first."""

    def crime(story: Story) -> str:
        ids = [story.add(ledger, "GDBH") for _number in range(story.random.randint(11, 13))]
        story.commit("jgdw-clerk", "add")
        for verb in (*before, did):
            posts = {story.act(each, verb) for each in ids}
            if verb in ("verify", "close", "void"):
                papers = {"doc": "一揽子"} if verb != did else {}
                for number, each in enumerate(ids):
                    paper = papers or ({"doc": f"作废{number}"} if did == "void" else {})
                    story.entries[each]["log"][-1] |= paper
                story.write(*ids)
            story.commit(posts.pop(), verb)
        return ids[0]

    return crime


# A commit that only says that it takes the last one back.


def _undone(how: str) -> Crime:
    def crime(story: Story) -> str:
        before = story.files[story.path(DOING)], copied(story.entries[DOING])
        story.did(DOING, "progress")
        author = story.clerk(DOING)
        if how == "older":
            story.did(OPEN_TOO, "progress")
        story.files[story.path(DOING)], story.entries[DOING] = before
        if how == "and more":
            story.entries[DOING]["due"] = "2025-12-31"
            story.write(DOING)
        story.commit(
            "kq-clerk"
            if how == "by another" and author != "kq-clerk"
            else "gdbh-clerk"
            if how == "by another"
            else author,
            UNDO,
        )
        return DOING

    return crime


def _behind_a_broken_file(story: Story) -> str:
    """The file cannot be read for a while, and has another deadline afterwards."""
    path = story.path(OPEN)
    story.files[path] = b"title: [\n"
    story.commit("gdbh-clerk")
    story.entries[OPEN]["due"] = "2025-12-31"
    story.write(OPEN)
    story.commit("jgdw-clerk")
    return OPEN


def _undo_of_nothing(story: Story) -> str:
    """The message alone: what it does is another deadline."""
    story.did(DOING, "progress")
    due = date.fromisoformat(story.entries[DOING]["due"]) + timedelta(days=90)
    story.entries[DOING]["due"] = due.isoformat()
    story.write(DOING)
    story.commit(story.clerk(DOING), UNDO)
    return DOING


def _renumbered(change: Callable[[dict[str, Any]], None]) -> Crime:
    """A new number, under which something else has become another."""

    def crime(story: Story) -> str:
        new = story.next_id("RW-2024")
        story.did(DOING, "progress", "progress")
        change(story.entries[DOING])
        renumber(story, DOING, new)
        return new

    return crime


def _due_later(entry: dict[str, Any]) -> None:
    entry["due"] = "2025-12-31"


def _log_cut(entry: dict[str, Any]) -> None:
    entry["log"] = entry["log"][:-1]


_DONE = {"note": "完成"}
_LIGHTER = [{"num": "1", "text": "措施1"}, {"num": "2", "text": "研究"}]
CRIMES: dict[str, tuple[Crime, ...]] = {
    "LG601": (
        *map(_removed, (OPEN, DOING, CLOSED, RECORD)),
        _hidden(VERIFIED, "{path}.bak"),
        _hidden(TASK_CLOSED, "old/{id}.yaml.txt"),
        _removed(OPEN_TOO, "renumber\n\nLedger-Action: renumber"),
        _removed(RISK, UNDO),
        _brought_back(CLOSED),
        _brought_back(FOUND),
    ),
    "LG602": (
        _fields(DOING, status="closed"),
        _fields(OPEN, status="doing"),
        _fields(VERIFIED, status="closed"),
        _fields(FOUND, round="2"),
        lines(OPEN, "jgjw-head", "close", opinion="同意", status="closed"),
        lines(FOUND, "jgjw-head", "verify", opinion="属实", status="verified"),
        lines(VERIFIED, "", "start", status="doing"),
    ),
    "LG603": (
        _fields(CLOSED, title="别的事"),
        _fields(CLOSED, goal="力争完成"),
        _fields(TASK_CLOSED, leader="厅长"),
        _fields(TASK_CLOSED, lead_unit="JGDW"),
        _fields(CLOSED, measures=None),
        _moved_by(CLOSED, 90),
        _fields(TASK_CLOSED, status="doing"),
    ),
    "LG604": (
        _moved_by(OPEN, 30),
        _moved_by(DOING, 7),
        _moved_by(FOUND, -10),
        _moved_by(OPEN_TOO, 365),
        _undo_of_nothing,
        _behind_a_broken_file,
        _renumbered(_due_later),
    ),
    "LG605": (_extended_late(asked=True), _extended_late(asked=False)),
    "LG606": (
        _fields(OPEN, leader="厅长"),
        _fields(DOING, leader=None),
        _fields(FOUND, aspect="别的方面"),
        _fields(VERIFIED, tags=["重点"]),
        _fields(RISK, measures=[{"num": "1", "text": "谈话"}]),
        _fields(RISK, post="出纳"),
        _fields(RECORD, title="别的会"),
    ),
    "LG607": (
        _log(lambda log: log[:-1]),
        _log(lambda log: [*log[:-2], log[-1], log[-2]]),
        _log(lambda log: [*log[:-2], log[-1]]),
        _log(lambda log: [*log[:-1], log[-1] | _DONE]),
        _log(lambda log: [*log[:-1], log[-1] | {"percent": "99"}]),
        _log(lambda log: [*log[:-2], log[-2] | {"note": "补"}, log[-1]]),
        *map(_undone, ("older", "by another", "and more")),
        _renumbered(_log_cut),
    ),
    "LG608": (
        _typed(-30, OPEN, "progress", note="早已办"),
        _typed(40, OPEN, "progress", note="将办"),
        _typed(-9, DOING, "progress", note="倒签"),
        _typed(-5, FOUND, "progress", note="倒签"),
    ),
    "LG609": tuple(
        _evidence(entry_id, how)
        for entry_id in (CLOSED, VERIFIED, TASK_CLOSED)
        for how in ("blob", "gone", "taken out", "sha")
    ),
    "LG610": (_renumbered_away, _taken_back, _gave_way),
    "LG611": (
        _many("verify", "submit"),
        _many("close", "submit", "verify"),
        _many("close", "submit", ledger="RW-2024"),
        _many("void", ledger="RW-2024"),
    ),
    "LG613": (
        _fields(OPEN, goal="力争完成"),
        _fields(FOUND, title="一般事项"),
        _fields(OPEN_TOO, measures=_LIGHTER[:1]),
        _fields(OPEN, measures=_LIGHTER),
    ),
    "LG614": (
        _fields(OPEN, lead_unit="JGDW"),
        _fields(DOING, units=None),
        _fields(FOUND, units=["JGDW", "JGJW"]),
        _fields(FOUND, lead_unit="JGDW"),
        _fields(FOUND, acceptance_unit="JGDW"),
        _fields(OPEN, owner="jgjw-head"),
    ),
}
