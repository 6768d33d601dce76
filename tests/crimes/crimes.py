"""Crimes against an honest history, by the code of the rule that must find them, each in real git."""

from collections.abc import Callable
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from cleanledger.model.source import Tree
from tests.crimes.honest import Story
from tests.crimes.joined import renumber, rules
from tests.crimes.of_commits import CRIMES as OF_COMMITS

Crime = Callable[[Story], str]
"""Commits one crime; gives the id of the entry that it is about, empty where it is about the book."""

OPEN, DOING, TASK_CLOSED, OPEN_TOO = "RW-2024-001", "RW-2024-002", "RW-2024-003", "RW-2024-004"
FOUND, VERIFIED, CLOSED = "ZG-2024-001", "ZG-2024-002", "ZG-2024-003"


def _by_hand(story: Story, entry_id: str, **fields: Any) -> str:
    """Fields of an entry by hand; None takes one out."""
    entry = story.entries[entry_id]
    story.entries[entry_id] = {key: value for key, value in (entry | fields).items() if value is not None}
    story.write(entry_id)
    story.commit(story.clerk(entry_id))
    return entry_id


def _line(story: Story, entry_id: str, post: str, did: str, **own: Tree) -> str:
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


def _lines(entry_id: str, post: str, did: str, **own: Tree) -> Crime:
    def crime(story: Story) -> str:
        return _line(story, entry_id, post or story.clerk(entry_id), did, **own)

    return crime


# LG601


def _removed(entry_id: str) -> Crime:
    def crime(story: Story) -> str:
        story.git("rm", "-q", str(story.path(entry_id)))
        story.commit("gdbh-clerk")
        return entry_id

    return crime


def _hidden(entry_id: str, suffix: str) -> Crime:
    def crime(story: Story) -> str:
        path = story.path(entry_id)
        story.git("mv", str(path), str(path.with_suffix(suffix)))
        story.commit("gdbh-clerk")
        return entry_id

    return crime


# LG603


def _undone(story: Story) -> str:
    """A measure of what was closed is no longer done."""
    measures = [dict(each) for each in story.entries[TASK_CLOSED]["measures"]]
    del measures[-1]["done_on"]
    return _by_hand(story, TASK_CLOSED, measures=measures)


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
        path = story.folder / item["path"]
        if how == "blob":
            path.write_bytes(b"another")
        elif how == "gone":
            path.unlink()
        elif how == "only one":
            del entry["evidence"]
        elif how == "taken out":
            paper = {key: item[key] for key in ("date", "by", "round")}
            entry["evidence"][0] = {"ref": "档1", "held_by": "JGDW"} | paper
        else:
            item["sha256"] = f"{story.random.getrandbits(256):064x}"
        story.write(entry_id)
        story.commit(story.clerk(entry_id))
        return entry_id

    return crime


# LG610


def _renumbered_away(story: Story) -> str:
    renumber(story, OPEN, "RW-2024-011")
    story.commit("jgdw-clerk", "renumber")
    return _added_as(story, OPEN)


def _taken_back(story: Story) -> str:
    added = story.add("RW-2024")
    story.commit("jgdw-clerk", "add")
    story.path(added).unlink()
    del story.entries[added]
    story.commit("jgdw-clerk", "undo add\n\nLedger-Action: undo")
    return _added_as(story, added)


def _added_as(story: Story, number: str) -> str:
    other = story.add("RW-2024")
    story.path(other).unlink()
    story.entries[number] = story.entries.pop(other) | {"id": number}
    story.write(number)
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


# LG612


def _book(change: Callable[[Story], object]) -> Crime:
    def crime(story: Story) -> str:
        story.later(5)
        change(story)
        story.write_settings()
        story.commit("gdbh-clerk")
        return ""

    return crime


def _loosened(story: Story) -> None:
    story.book["policy"][0]["task"] |= {"evidence": "0", "reviewer": "anyone"}


def _steps_dropped(story: Story) -> None:
    story.book["policy"][0]["rectification"]["steps"] = ["close"]


def _policy_out(story: Story) -> None:
    del story.book["policy"]


def _backdated(story: Story) -> None:
    begin = (story.day - timedelta(days=story.random.randint(2, 9))).isoformat()
    looser = {"from": begin, "version": "2", "task": {"evidence": "0"}}
    story.book["policy"].append(story.book["policy"][0] | looser)


def _holder(story: Story) -> None:
    story.units["people"][5]["holders"][0]["email"] = "gdbh-clerk@a.example"


def _post_out(story: Story) -> None:
    del story.units["people"][7]


def _post_moved(story: Story) -> None:
    story.units["people"][5]["unit"] = "GDBH"


def _key_split(story: Story) -> None:
    story.units["people"][3]["holders"][0]["key"] = "another"


def _unit_moved(story: Story) -> None:
    story.units["units"][1]["parent"] = "JGJW"


# LG615, LG616


def _joined(story: Story) -> None:
    """Two sides, joined but not yet committed; the branch has a line more for DOING, and an entry more."""
    story.git("checkout", "-q", "-b", "branch")
    story.did(DOING, "progress")
    story.add("RW-2024")
    story.commit("jgdw-clerk", "add")
    story.git("checkout", "-q", "main")
    story.did(OPEN, "progress")
    story.git("merge", "-q", "--no-ff", "--no-commit", "branch")


def _evil(entry_id: str, **fields: Any) -> Crime:
    def crime(story: Story) -> str:
        _joined(story)
        return _by_hand(story, entry_id, **fields)

    return crime


def _dropped(story: Story) -> str:
    story.git("checkout", "-q", "-b", "branch")
    story.did(story.random.choice((DOING, FOUND)), "progress")
    worked = story.git("diff", "--name-only", "main", "branch").strip()
    story.git("checkout", "-q", "main")
    story.did(OPEN, "progress")
    story.git("merge", "-q", "-s", "ours", "-m", "merge", "branch")
    return worked.rpartition("/")[2].removesuffix(".yaml")


def _dropped_entry(story: Story) -> str:
    story.git("checkout", "-q", "-b", "branch")
    added = story.add("RW-2024")
    story.commit("jgdw-clerk", "add")
    story.git("checkout", "-q", "main")
    story.did(OPEN, "progress")
    story.git("merge", "-q", "-s", "ours", "-m", "merge", "branch")
    return added


def _dropped_own(story: Story) -> str:
    """What `main` had is taken back to where the branch stands."""
    story.git("checkout", "-q", "-b", "branch")
    story.did(OPEN, "progress")
    story.git("checkout", "-q", "main")
    story.did(DOING, "progress")
    story.git("merge", "-q", "--no-ff", "--no-commit", "branch")
    story.git("checkout", "branch", "--", str(story.path(DOING)))
    story.commit("gdbh-clerk")
    return DOING


# LG7xx


def _closed_by_submitter(submitter: str, closer: str) -> Crime:
    def crime(story: Story) -> str:
        added = story.add("RW-2024", "GDBH")
        story.commit("jgdw-clerk", "add")
        story._submit(added, submitter)
        story.write(added)
        story.commit(submitter)
        return _line(story, added, closer, "close", opinion="同意", status="closed")

    return crime


def _by_stranger(did: str, **own: Tree) -> Crime:
    def crime(story: Story) -> str:
        stranger = "kq-clerk" if story.clerk(OPEN) == "gdbh-clerk" else "gdbh-clerk"
        return _line(story, OPEN, stranger, did, **own)

    return crime


def _under(proof: str, entry_id: str, did: str, *, author: str = "", **own: Tree) -> Crime:
    def crime(story: Story) -> str:
        rules(story, proof=proof)
        post = story.clerk(entry_id)
        return _line(story, entry_id, post, did, author=author or post, **own)

    return crime


def _granted_without_paper(story: Story) -> str:
    entry = story.entries[OPEN]
    until = (date.fromisoformat(entry["due"]) + timedelta(days=30)).isoformat()
    own = {"was": entry["due"], "to": until, "reason": "同意", "approved_by": "leader"}
    story.line(OPEN, "jgdw-clerk", "extend", **own)["due"] = until
    story.write(OPEN)
    story.commit("jgdw-clerk")
    return OPEN


_DONE = {"note": "完成"}
CRIMES: MappingProxyType[str, tuple[Crime, ...]] = MappingProxyType(
    {
        "LG601": (*map(_removed, (OPEN, DOING, CLOSED, "JL-2024-001")), _hidden(VERIFIED, ".bak"),
                  _hidden(TASK_CLOSED, ".txt")),
        "LG602": (_fields(DOING, status="closed"), _fields(OPEN, status="doing"),
                  _fields(VERIFIED, status="closed"), _fields(FOUND, round="2"),
                  _lines(OPEN, "jgjw-head", "close", opinion="同意", status="closed"),
                  _lines(FOUND, "jgjw-head", "verify", opinion="属实", status="verified"),
                  _lines(VERIFIED, "", "start", status="doing")),
        "LG603": (_fields(CLOSED, title="别的事"), _fields(CLOSED, goal="力争完成"),
                  _fields(TASK_CLOSED, leader="厅长"), _fields(TASK_CLOSED, lead_unit="JGDW"),
                  _fields(CLOSED, measures=None), _moved_by(CLOSED, 90), _undone),
        "LG604": (_moved_by(OPEN, 30), _moved_by(DOING, 7), _moved_by(FOUND, -10), _moved_by(OPEN_TOO, 365)),
        "LG605": (_extended_late(asked=True), _extended_late(asked=False)),
        "LG607": (_log(lambda log: log[:-1]), _log(lambda log: [*log[:-2], log[-1], log[-2]]),
                  _log(lambda log: [*log[:-2], log[-1]]), _log(lambda log: [*log[:-1], log[-1] | _DONE]),
                  _log(lambda log: [*log[:-1], log[-1] | {"percent": "99"}]),
                  _log(lambda log: [*log[:-2], log[-2] | {"note": "补"}, log[-1]])),
        "LG608": (_typed(-30, OPEN, "progress", note="早已办"), _typed(40, OPEN, "progress", note="将办"),
                  _typed(-9, DOING, "progress", note="倒签"), _typed(-5, FOUND, "progress", note="倒签")),
        "LG609": tuple(_evidence(entry_id, how) for entry_id in (CLOSED, VERIFIED, TASK_CLOSED)
                       for how in ("blob", "gone", "taken out", "sha", "only one")),
        "LG610": (_renumbered_away, _taken_back),
        "LG611": (_many("verify", "submit"), _many("close", "submit", "verify"),
                  _many("close", "submit", ledger="RW-2024"), _many("void", ledger="RW-2024")),
        "LG612": tuple(map(_book, (_loosened, _steps_dropped, _policy_out, _backdated, _holder, _post_out,
                                   _post_moved, _key_split, _unit_moved))),
        "LG613": (_fields(OPEN, goal="力争完成"), _fields(FOUND, title="一般事项"),
                  _fields(OPEN_TOO, measures=[{"num": "1", "text": "措施1"}]),
                  _fields(OPEN, measures=[{"num": "1", "text": "措施1"}, {"num": "2", "text": "研究"}])),
        "LG614": (_fields(OPEN, lead_unit="JGDW"), _fields(DOING, units=None),
                  _fields(FOUND, units=["JGDW", "JGJW"]), _fields(FOUND, lead_unit="JGDW")),
        "LG615": (_evil(DOING, leader="厅长"), _evil(DOING, title="别的事"), _evil(DOING, goal="力争"),
                  _evil(OPEN, goal="力争"), _evil(DOING, lead_unit="JGDW"),
                  _evil(OPEN, measures=[{"num": "1", "text": "研究"}])),
        "LG616": (_dropped, _dropped_entry, _dropped_own),
        "LG701": (_closed_by_submitter("gdbh-head", "gdbh-head"),
                  _closed_by_submitter("gdbh-clerk", "gdbh-deputy")),
        "LG702": (_lines(OPEN, "auditor", "progress", note="查过"), _by_stranger("progress", note="代办"),
                  _by_stranger("start", status="doing"), _lines(FOUND, "auditor", "start", status="doing")),
        "LG703": (_under("signed", OPEN, "progress", note="办"),
                  _under("signed", FOUND, "start", status="doing")),
        "LG704": (_under("author", OPEN, "progress", note="办", author="jgjw-head"),
                  _under("author", FOUND, "start", status="doing", author="jgdw-clerk"),
                  _under("author", DOING, "progress", note="办", author="stranger")),
        "LG705": (_lines(OPEN, "jgdw-clerk", "progress", note="代录", actor="leader"),
                  _lines(VERIFIED, "jgdw-clerk", "close", opinion="同意", actor="jgjw-head", status="closed"),
                  _granted_without_paper),
        **OF_COMMITS,
    }
)  # fmt: skip
"""By code: the ways in which it is broken."""
