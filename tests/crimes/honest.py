"""Small legal histories in real git: entries by the project's own emitter, commits by their own authors."""

import os
import random
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cleanledger.model.source import Tree
from cleanledger.operations.add import in_key_order
from cleanledger.store.emitter import emit

FIRST_DAY = date(2024, 1, 8)
CLERKS = {"GDBH": "gdbh-clerk", "KQ": "kq-clerk", "JGDW": "jgdw-clerk"}
"""Who types for each unit that may answer for an entry."""
BOOK: dict[str, Any] = {
    "format": "1",
    "name": "总台账",
    "language": "zh",
    "timezone": "Asia/Shanghai",
    "records": "JL",
    "policy": [
        {
            "from": "2024-01-01",
            "version": "1",
            "task": {"steps": ["submit", "close"], "evidence": "1", "reviewer": "other_person"},
            "rectification": {"steps": ["submit", "verify", "close"], "evidence": "1"},
            "extend": {"approver": "other_person", "most": "2"},
        }
    ],
}


def _post(code: str, unit: str, *roles: str, key: str = "") -> dict[str, Any]:
    holder = {"key": key or code, "email": f"{code}@a.example", "from": "2024-01-01"}
    return {"code": code, "name": code, "unit": unit, "roles": list(roles), "holders": [holder]}


UNITS: dict[str, Any] = {
    "units": [
        {"code": "JGDW", "name": "机关党委"},
        {"code": "GDBH", "name": "耕地保护处", "parent": "JGDW"},
        {"code": "KQ", "name": "矿业权处", "parent": "JGDW"},
        {"code": "JGJW", "name": "机关纪委"},
    ],
    "people": [
        _post("jgdw-clerk", "JGDW", "clerk"),
        _post("gdbh-clerk", "GDBH", "clerk"),
        _post("gdbh-head", "GDBH", "clerk", "reviewer"),
        _post("gdbh-deputy", "GDBH", "reviewer", key="gdbh-clerk"),
        _post("kq-clerk", "KQ", "clerk"),
        _post("jgjw-head", "JGJW", "reviewer"),
        _post("leader", "JGDW", "approver"),
        _post("auditor", "JGJW", "auditor"),
    ],
}
COVERS: dict[str, dict[str, Any]] = {
    "RW-2024": {"kind": "task", "title": "任务清单"},
    "ZG-2024": {"kind": "rectification", "title": "整改台账"},
    "FX-2024": {"kind": "risk", "title": "风险点"},
    "JL-2024": {"kind": "record", "title": "工作记录"},
}
_SILENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_EDITOR": "true",
    "GIT_MERGE_AUTOEDIT": "no",
}


@dataclass
class Story:
    """A book in its own repository and the day it has come to; `entries`: the work tree's, as trees."""

    root: Path
    random: random.Random
    day: date = FIRST_DAY
    place: str = "ledgers"
    zone: str = "+0800"
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    book: dict[str, Any] = field(default_factory=lambda: _copied(BOOK))
    units: dict[str, Any] = field(default_factory=lambda: _copied(UNITS))

    @property
    def folder(self) -> Path:
        """That of book.yaml."""
        return self.root / self.place

    def copied(self, root: Path, seed: int) -> "Story":
        """The same story in another folder, which goes on by its own chance."""
        shutil.copytree(self.root, root)
        state = _copied((self.entries, self.book, self.units))
        return Story(root, random.Random(seed), self.day, self.place, self.zone, *state)

    def git(self, *arguments: str, post: str = "jgdw-clerk", check: bool = True) -> str:
        """One command of git, as typed by `post` on the day of the story."""
        who = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (
                ("NAME", post),
                ("EMAIL", f"{post}@a.example"),
                ("DATE", f"{self.day.isoformat()}T12:00:00{self.zone}"),
            )
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env={**os.environ, **_SILENT, **who},
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, f"git {arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def later(self, days: int | None = None) -> None:
        """Lets days go by."""
        self.day += timedelta(days=self.random.randint(0, 3) if days is None else days)

    def commit(self, post: str, message: str = "by hand") -> None:
        """One commit of all that lies in the work tree."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message, post=post)

    def path(self, entry_id: str) -> Path:
        return self.folder / entry_id.rpartition("-")[0] / f"{entry_id}.yaml"

    def write(self, *ids: str) -> None:
        """Puts entries into the work tree as the project would write them."""
        for entry_id in ids:
            path = self.path(entry_id)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(emit(in_key_order(self.entries[entry_id])), encoding="utf-8", newline="")

    def write_settings(self) -> None:
        for name, data in (("book", self.book), ("units", self.units)):
            (self.folder / f"{name}.yaml").write_text(emit(data), encoding="utf-8")

    def found(self) -> None:
        """The first commit: an empty book."""
        self.folder.mkdir(parents=True)
        self.git("init", "-q", "-b", "main", "--template=")
        for key, value in (("gc.auto", "0"), ("core.autocrlf", "false"), ("commit.gpgSign", "false")):
            self.git("config", key, value)
        self.write_settings()
        for ledger, cover in COVERS.items():
            (self.folder / ledger).mkdir()
            whole = {**cover, "keeper": "JGDW", "issued_on": "2024-01-02", "year": "2024"}
            (self.folder / ledger / "ledger.yaml").write_text(emit(whole), encoding="utf-8")
        (self.root / ".gitattributes").write_text(
            "ledgers/**/*.yaml text eol=lf\nledgers/evidence/** -text -diff\n", encoding="utf-8"
        )
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

    def add(self, ledger: str, unit: str = "", due: int | None = None, **own: Tree) -> str:
        """A new entry, due in `due` days."""
        entry_id, kind = self.next_id(ledger), COVERS[ledger]["kind"]
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
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(content)
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


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(item) for key, item in value.items()}
    return type(value)(map(_copied, value)) if isinstance(value, list | tuple) else value
