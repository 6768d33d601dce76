"""Small legal histories in real git: entries by the project's own emitter, commits by their own authors."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from hashlib import sha256
from random import Random
from typing import Any, NamedTuple

from cleanledger.model.source import Tree
from cleanledger.operations.add import in_key_order
from cleanledger.store.emitter import emit
from tests.crimes.office import BOOK, CLERKS, COVERS, FIRST_DAY, UNITS
from tests.crimes.writer import Stamp, Writer

ATTRIBUTES = b"ledgers/**/*.yaml text eol=lf\nledgers/evidence/** -text -diff\n"


class Tip(NamedTuple):
    """Where a branch stands: its last commit, and the files that it has."""

    commit: str
    files: Mapping[str, bytes]


@dataclass
class Story:
    """A book in a repository and the day it has come to; `entries`: those of all its branches, as trees.

    `files` are what the next commit has. Several stories may go on in one repository.
    """

    writer: Writer
    random: Random
    name: str = ""
    day: date = FIRST_DAY
    place: str = "ledgers"
    zone: str = "+0800"
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    book: dict[str, Any] = field(default_factory=lambda: copied(BOOK))
    units: dict[str, Any] = field(default_factory=lambda: copied(UNITS))
    covers: dict[str, dict[str, Any]] = field(default_factory=lambda: copied(COVERS))
    files: dict[str, bytes] = field(default_factory=dict)
    tip: Tip = field(default_factory=lambda: Tip("", {}))
    branches: dict[str, Tip] = field(default_factory=dict)
    free: tuple[str, ...] = ()
    """A task, a task and a rectification that nobody has begun with."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Files of keys of ssh by post."""
    signing: Mapping[str, str] = field(default_factory=dict)
    """By which key a post's commits are signed now."""
    commits: set[str] = field(default_factory=set)
    """What this story has committed, as far as it still stands."""

    def fork(self, name: str, chance: Random) -> "Story":
        """The same story in the same repository, which goes on by its own chance."""
        entries, book, units, covers = copied((self.entries, self.book, self.units, self.covers))
        return replace(
            self,
            name=name,
            random=chance,
            entries=entries,
            book=book,
            units=units,
            covers=covers,
            files=dict(self.files),
            branches={},
            commits=set(),
        )

    def stamp(self, post: str = "jgdw-clerk") -> Stamp:
        """`post` at noon of the day of the story."""
        sign = -1 if self.zone.startswith("-") else 1
        offset = sign * timedelta(hours=int(self.zone[1:3]), minutes=int(self.zone[3:]))
        return Stamp(post, datetime.combine(self.day, time(12), timezone(offset)))

    def later(self, days: int | None = None) -> None:
        """Lets days go by."""
        self.day += timedelta(days=self.random.randint(0, 3) if days is None else days)

    def commit(self, post: str, message: str = "by hand", *merged: str) -> None:
        """One commit of what the files are now, on the tip and the tips of the branches `merged`."""
        first, blank, rest = message.partition("\n")
        named = f"{first} ({self.name}){blank}{rest}" if self.name else message
        self.commit_as(self.stamp(post), named, *merged)

    def commit_as(self, stamp: Stamp, message: str, *merged: str, committer: Stamp | None = None) -> None:
        """One commit in these very words, by these clocks."""
        old = self.tip.files
        changed: dict[str, bytes | None] = {
            path: content for path, content in self.files.items() if old.get(path) != content
        }
        changed |= dict.fromkeys(path for path in old if path not in self.files)
        assert changed or merged, f"{message}: nothing to commit"
        parents = [
            each for each in (self.tip.commit, *(self.branches[name].commit for name in merged)) if each
        ]
        made = self.writer.commit(parents, changed, stamp, message, committer)
        if stamp.post in self.signing:
            made = self.writer.signed(made, self.signing[stamp.post], stamp, message)
        self.commits.add(made)
        self.tip = Tip(made, dict(self.files))

    def branch(self, name: str) -> None:
        """Goes on from here on a new branch; what it left is `main`."""
        self.branches["main"] = self.tip
        self.branches[name] = self.tip

    def switch(self, now: str, then: str) -> None:
        """Leaves the branch `now` where it stands, and goes on with `then`."""
        self.branches[now] = self.tip
        self.tip = self.branches[then]
        self.files = dict(self.tip.files)

    def join(self, *arguments: str, post: str = "jgdw-clerk", check: bool = True) -> None:
        """One command of git in a work tree that stands on the tip; the names of branches stand for commits.

        What comes out is the tip; without a commit the files alone.
        """
        words = [_meant(each, self.branches) for each in arguments]
        before = self.tip.commit
        self.writer.git("checkout", "-q", "-f", "--detach", before)
        self.writer.git(*words, stamp=self.stamp(post), check=check)
        self.files = self.writer.work_tree()
        after = self.writer.head()
        if after != before:
            self.tip = Tip(after, dict(self.files))
            is_one = words[0] == "merge"
            self.commits |= (
                {after} if is_one else set(self.writer.git("rev-list", after, f"^{before}").split())
            )

    def path(self, entry_id: str) -> str:
        return f"{self.place}/{entry_id.rpartition('-')[0]}/{entry_id}.yaml"

    def write(self, *ids: str) -> None:
        """Puts entries into the files as the project would write them."""
        for entry_id in ids:
            self.files[self.path(entry_id)] = emit(in_key_order(self.entries[entry_id])).encode()

    def write_settings(self) -> None:
        for name, data in (("book", self.book), ("units", self.units)):
            self.files[f"{self.place}/{name}.yaml"] = emit(data).encode()
        for ledger, cover in self.covers.items():
            whole = {**cover, "keeper": "JGDW", "issued_on": "2024-01-02", "year": "2024"}
            self.files[f"{self.place}/{ledger}/ledger.yaml"] = emit(whole).encode()

    def found(self) -> None:
        """The first commit: an empty book."""
        self.write_settings()
        self.files[".gitattributes"] = ATTRIBUTES
        self.commit("jgdw-clerk", "init")

    # What people do: each writes the entry, appends the line and applies what the verb does.

    def next_id(self, ledger: str) -> str:
        used = [int(each.rpartition("-")[2]) for each in self.entries if each.startswith(ledger)]
        return f"{ledger}-{max(used, default=0) + 1:03}"

    def line(self, entry_id: str, post: str, did: str, **own: Tree | None) -> dict[str, Any]:
        """Appends a line; what it does beside is applied by the caller."""
        entry = self.entries[entry_id]
        said = {key: value for key, value in own.items() if value is not None}
        line = {"date": self.day.isoformat(), "by": post, "did": did} | said
        entry.setdefault("log", []).append(line)
        return entry

    def add(self, ledger: str, unit: str = "", due: int | None = None, number: str = "", **own: Tree) -> str:
        """A new entry, due in `due` days, under the next number or under `number`."""
        entry_id, kind = number or self.next_id(ledger), COVERS[ledger]["kind"]
        unit = unit or self.random.choice(("GDBH", "KQ"))
        entry: dict[str, Any] = {
            "kind": kind,
            "id": entry_id,
            "title": f"事项{self.random.randint(1, 10**6)}",
        }
        began: dict[str, Any] = {}
        if kind == "record":
            entry |= {"type": "检查", "date": self.day.isoformat(), "held_by": "JGDW"}
        else:
            entry |= {"lead_unit": unit, "status": "identified" if kind == "risk" else "open"}
            began["lead_unit"] = unit
        if kind == "risk":
            entry |= {"level": "low", "measures": [{"num": "1", "text": "双人会审"}]}
        if kind in ("task", "rectification"):
            end = self.day + timedelta(days=self.random.randint(90, 200) if due is None else due)
            entry |= {
                "units": ["JGDW"],
                "leader": "分管副厅长",
                "goal": "全部完成",
                "due": end.isoformat(),
                "measures": [{"num": str(num), "text": f"措施{num}"} for num in (1, 2)],
                "round": "1",
            }
            began = {"due": end.isoformat()} | began
        if kind == "rectification":
            entry["acceptance_unit"] = "JGJW"
        self.entries[entry_id] = entry | own
        self.line(entry_id, "jgdw-clerk", "add", **began)
        self.write(entry_id)
        return entry_id

    def clerk(self, entry_id: str) -> str:
        return CLERKS[self.entries[entry_id]["lead_unit"]]

    def act(self, entry_id: str, did: str) -> str:
        """One legal act on an entry; gives who typed it."""
        post: str = getattr(self, f"_{did}")(entry_id)
        self.write(entry_id)
        return post

    def did(self, entry_id: str, *verbs: str) -> None:
        """Legal acts, each a commit of its own."""
        for verb in verbs:
            self.later()
            self.commit(self.act(entry_id, verb), f"{verb} {entry_id}")

    def _start(self, entry_id: str) -> str:
        post = self.clerk(entry_id)
        self.line(entry_id, post, "start")["status"] = "doing"
        return post

    def _progress(self, entry_id: str) -> str:
        post = self.clerk(entry_id)
        number = self.random.randint(1, 10**6)
        self.line(entry_id, post, "progress", note=f"进展{number}", percent=str(number % 90))
        return post

    def _evidence(self, entry_id: str) -> str:
        post, entry = self.clerk(entry_id), self.entries[entry_id]
        content = f"材料{self.random.random()}".encode()
        number = len(entry.get("evidence", ())) + 1
        path = f"evidence/{entry_id}/{number}-{self.random.randint(1, 10**6)}.txt"
        self.files[f"{self.place}/{path}"] = content
        item = {
            "path": path,
            "sha256": sha256(content).hexdigest(),
            "size": str(len(content)),
            "date": self.day.isoformat(),
            "by": post,
            "round": entry["round"],
        }
        entry["evidence"] = [*entry.get("evidence", ()), item]
        self.line(entry_id, post, "evidence", evidence=[path])
        return post

    def _submit(self, entry_id: str, post: str = "") -> str:
        post = post or self.clerk(entry_id)
        entry = self.entries[entry_id]
        if not any(item["round"] == entry["round"] for item in entry.get("evidence", ())):
            self._evidence(entry_id)
            entry["log"].pop()
            brought = [entry["evidence"][-1]["path"]]
            entry["evidence"][-1]["by"] = post
        else:
            brought = None
        numbers = [each["num"] for each in entry["measures"] if "done_on" not in each]
        for each in entry["measures"]:
            each.setdefault("done_on", self.day.isoformat())
        self.line(entry_id, post, "submit", note="已完成", measures=numbers or None, evidence=brought)
        entry["status"] = "submitted"
        return post

    def _verify(self, entry_id: str) -> str:
        self.line(entry_id, "jgjw-head", "verify", opinion="属实")["status"] = "verified"
        return "jgjw-head"

    def _close(self, entry_id: str) -> str:
        self.line(entry_id, "jgjw-head", "close", opinion="同意")["status"] = "closed"
        return "jgjw-head"

    def _return(self, entry_id: str) -> str:
        self.line(entry_id, "jgjw-head", "return", reason="材料不全")["status"] = "doing"
        return "jgjw-head"

    def _ask(self, entry_id: str) -> str:
        post, entry = self.clerk(entry_id), self.entries[entry_id]
        until = date.fromisoformat(entry["due"]) + timedelta(days=self.random.randint(10, 60))
        self.line(entry_id, post, "extend", was=entry["due"], to=until.isoformat(), reason="待批复")
        return post

    def _grant(self, entry_id: str) -> str:
        entry = self.entries[entry_id]
        ask = next(line for line in reversed(entry["log"]) if line["did"] == "extend")
        own = {"was": ask["was"], "to": ask["to"], "reason": "同意"}
        self.line(entry_id, "leader", "extend", **own, approved_by="leader")
        entry["due"] = ask["to"]
        return "leader"

    def _transfer(self, entry_id: str) -> str:
        entry = self.entries[entry_id]
        now = "KQ" if entry["lead_unit"] == "GDBH" else "GDBH"
        own = {"was": entry["lead_unit"], "now": now, "reason": "职责调整", "approved_by": "leader"}
        self.line(entry_id, "jgdw-clerk", "transfer", field="lead_unit", doc="移交1", **own)
        entry["lead_unit"] = now
        return "jgdw-clerk"

    def _amend(self, entry_id: str) -> str:
        return self._changes(entry_id, "amend", "goal", approved_by="leader", doc="调整1")

    def _set(self, entry_id: str) -> str:
        return self._changes(entry_id, "set", "leader")

    def _changes(self, entry_id: str, verb: str, name: str, **own: str) -> str:
        entry = self.entries[entry_id]
        now = f"{name}{self.random.randint(1, 10**6)}"
        self.line(entry_id, "jgdw-clerk", verb, field=name, was=entry[name], now=now, reason="细化", **own)
        entry[name] = now
        return "jgdw-clerk"

    def _void(self, entry_id: str) -> str:
        own = {"reason": "重复", "approved_by": "leader", "doc": "作废1"}
        self.line(entry_id, "jgdw-clerk", "void", **own)["status"] = "void"
        return "jgdw-clerk"

    def _recheck(self, entry_id: str) -> str:
        self.line(entry_id, "jgjw-head", "recheck", result="sound")
        return "jgjw-head"

    def _reopen(self, entry_id: str) -> str:
        due = (self.day + timedelta(days=100)).isoformat()
        own: dict[str, Tree] = {"reason": "反弹", "basis": "回头看", "due": due, "measures": ["1"]}
        own |= {"actor": "jgjw-head", "doc": "重办1"}
        entry = self.line(entry_id, "jgdw-clerk", "reopen", **own)
        entry |= {"status": "doing", "due": due, "round": str(int(entry["round"]) + 1)}
        del entry["measures"][0]["done_on"]
        return "jgdw-clerk"

    def _correct(self, entry_id: str) -> str:
        """Puts the note of the last line right, which is of progress."""
        wrong = self.entries[entry_id]["log"][-1]
        own: dict[str, Tree] = {"field": "note", "was": wrong["note"], "now": "更正后", "reason": "漏填"}
        of: Tree = {"date": wrong["date"], "did": wrong["did"]}
        self.line(entry_id, wrong["by"], "correct", of=of, **own)
        return str(wrong["by"])


def copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: copied(item) for key, item in value.items()}
    return type(value)(map(copied, value)) if isinstance(value, list | tuple) else value


def _meant(word: str, branches: Mapping[str, Tip]) -> str:
    """A word of a command in which branches (`main..branch`) are the commits that they stand on."""
    return "..".join(branches[part].commit if part in branches else part for part in word.split(".."))
