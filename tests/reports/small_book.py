"""A small book of entries with logs, as rows: whatever a report shows stands in it somewhere."""

from datetime import date
from typing import Any

from cleanledger.model.book import Book
from cleanledger.model.cover import Cover
from cleanledger.model.entry import Entry
from cleanledger.model.setting import Setting, row_of
from cleanledger.model.standing import Row
from cleanledger.model.units import Directory, UnitsFile
from cleanledger.reports.asked import query_on
from tests.model.builders import tree

DAY = date(2024, 6, 30)

BOOK = {
    "format": "1",
    "name": "总台账",
    "notice": {
        "rebound_days": 30,
        "ladder": [
            {"type": "提醒函", "after": 1},
            {"type": "督办函", "after": 15},
            {"type": "约谈", "after": 30},
        ],
    },
    "duties": [
        {"type": "提醒函", "held_by": "JGJW", "every": "1 month", "from": date(2024, 4, 1)},
        {"type": "检查", "held_by": "GDBH", "every": "2 weeks", "at_least": 2, "from": date(2024, 6, 3)},
    ],
    "policy": [{"from": date(2024, 1, 1), "version": 1, "late_entry_days": 7}],
}
UNITS = {
    "units": [
        {"code": "ZRZYT", "name": "自然资源厅"},
        {"code": "GDBH", "name": "耕地保护处", "parent": "ZRZYT"},
        {"code": "GDBH1", "name": "耕保一科", "parent": "GDBH"},
        {"code": "KQ", "name": "矿业权处", "parent": "ZRZYT"},
        {"code": "JGJW", "name": "机关纪委", "parent": "ZRZYT"},
        {
            "code": "TDLY",
            "name": "土地利用处",
            "parent": "ZRZYT",
            "until": date(2023, 12, 31),
            "into": ["GDBH"],
        },
        {"code": "GDBH-ZB", "name": "耕保党支部", "parent": "GDBH", "kind": "branch"},
    ]
}
COVERS = {
    "ZG-2024": {"kind": "rectification", "title": "整改台账", "issued_on": date(2024, 1, 2), "year": 2024},
    "RW-2024": {"kind": "task", "title": "任务清单", "issued_on": date(2024, 1, 2), "plan": "ZT-2024"},
    "FX-2024": {"kind": "risk", "title": "风险点", "issued_on": date(2024, 1, 2)},
    "QZ-2024": {"kind": "power", "title": "权责清单", "issued_on": date(2024, 1, 2)},
    "ZS-2024": {"kind": "directive", "title": "上级部署", "issued_on": date(2024, 1, 2)},
    "JL-2024": {"kind": "record", "title": "工作记录", "issued_on": date(2024, 1, 2)},
}


def on(month: int, day: int, year: int = 2024) -> date:
    return date(year, month, day)


def did(verb: str, day: date, **own: Any) -> dict[str, Any]:
    """A line of a log, typed by the clerk."""
    return {"date": day, "by": "clerk", "did": verb} | own


def setting() -> Setting:
    return Setting(
        Book.model_validate(tree(BOOK)),
        Directory(UnitsFile.model_validate(tree(UNITS))),
        covers={ledger: Cover.model_validate(tree(cover)) for ledger, cover in COVERS.items()},
    )


def rows_of(*entries: dict[str, Any], around: Setting | None = None) -> tuple[Row, ...]:
    """Entries as reports see them, numbered from 1; their `ledger`, ZG-2024 by default, says the kind."""
    around = around or setting()
    rows = []
    for number, entry in enumerate(entries, 1):
        given = dict(entry)
        ledger = given.pop("ledger", str(given.get("id", "ZG-2024-000")).rpartition("-")[0])
        cover = around.covers[ledger]
        whole = {"kind": cover.kind, "id": f"{ledger}-{number:03}", "title": f"第{number}项"} | given
        if cover.kind not in ("record", "directive"):
            whole = {"lead_unit": "GDBH"} | whole
        rows.append(row_of(Entry.model_validate(tree(whole)), around))
    return tuple(rows)


EXTEND = {"was": on(5, 31), "to": on(9, 30), "reason": "等批复"}
CLOSED_TWICE = {
    "id": "ZG-2024-001",
    "title": "窗口告知不到位",
    "source": {"type": "巡视"},
    "leader": "分管副厅长",
    "acceptance_unit": "JGJW",
    "due": on(8, 31),
    "status": "doing",
    "round": 2,
    "measures": [
        {"num": 1, "text": "统一样式", "done_on": on(3, 1)},
        {"num": 2, "text": "全面使用", "due": on(6, 15)},
    ],
    "regulations": [{"name": "告知办法", "date": on(3, 5)}],
    "evidence": [
        {"path": "evidence/ZG-2024-001/a.txt", "date": on(3, 1), "by": "clerk", "round": 1},
        {"ref": "档1", "date": on(3, 2), "by": "clerk", "round": 1},
    ],
    "log": [
        did("add", on(1, 2), due=on(4, 30), lead_unit="GDBH"),
        did("submit", on(3, 1), actor="gdbh-clerk", doc="报告1", note="做完了", entered=on(3, 12)),
        did("verify", on(3, 5), actor="jgjw-reviewer", doc="核1", opinion="属实"),
        did("close", on(3, 8), actor="jgjw-head", doc="销号1", opinion="同意", entered=on(3, 9)),
        did("recheck", on(5, 6), actor="jgjw-head", result="rebound", effect="fair", doc="回1"),
        did(
            "reopen",
            on(5, 20),
            actor="jgjw-head",
            doc="重1",
            reason="反弹",
            basis="回1",
            due=on(8, 31),
            measures=[2],
        ),
        did("progress", on(6, 3), percent=40, difficulty="人手不足", note="正在重做"),
    ],
}
MOVED = {
    "id": "ZG-2024-002",
    "title": "闲置土地处置慢",
    "source": {"type": "审计"},
    "lead_unit": "KQ",
    "acceptance_unit": "JGJW",
    "due": on(9, 30),
    "goal": "全部处置",
    "directives": ["ZS-2024-007"],
    "status": "open",
    "round": 1,
    "log": [
        did("add", on(1, 15), due=on(5, 31), lead_unit="GDBH"),
        did("extend", on(6, 5), actor="gdbh-clerk", doc="申1", **EXTEND),
        did("extend", on(6, 10), actor="jgjw-head", doc="批1", approved_by="jgjw-head", **EXTEND),
        did(
            "amend",
            on(6, 11),
            field="goal",
            was="处置",
            now="全部处置",
            reason="扩围",
            approved_by="jgjw-head",
        ),
        did(
            *("transfer", on(6, 12)),
            field="lead_unit",
            was="GDBH",
            now="KQ",
            doc="移1",
            reason="职责调整",
            approved_by="jgjw-head",
        ),
    ],
}
OVERDUE = {
    "id": "RW-2024-003",
    "title": "修订权责清单",
    "leader": "分管副厅长",
    "due": on(5, 31),
    "status": "doing",
    "round": 1,
    "accepted": [
        {"code": "LG508", "reason": "纸质留存", "by": "jgjw-reviewer", "date": on(6, 1), "until": on(12, 31)}
    ],
    "log": [
        did("add", on(1, 2), due=on(5, 31), lead_unit="GDBH1"),
        did("submit", on(5, 20), note="做完了"),
        did("return", on(5, 24), actor="jgjw-head", doc="退1", reason="不实"),
    ],
    "lead_unit": "GDBH1",
}
REMINDED = {
    "id": "JL-2024-008",
    "type": "提醒函",
    "date": on(6, 3),
    "title": "提醒函",
    "held_by": "JGJW",
    "entries": ["RW-2024-003"],
    "to": ["GDBH1"],
    "log": [did("add", on(6, 3))],
}
ENTRIES: tuple[dict[str, Any], ...] = (
    CLOSED_TWICE,
    MOVED,
    OVERDUE,
    {"id": "RW-2024-004", "due": on(7, 10), "status": "submitted", "round": 1, "lead_unit": "KQ",
     "log": [did("adopt", on(3, 1), status="submitted", due=on(7, 10))]},
    {"id": "ZG-2024-005", "due": on(6, 30), "status": "void", "round": 1,
     "log": [did("add", on(2, 1), due=on(6, 30), lead_unit="GDBH"),
             did("void", on(2, 9), reason="重复", approved_by="jgjw-head")]},
    {"id": "FX-2024-006", "power": "QZ-2024-009", "level": "high",
     "measures": [{"num": 1, "text": "双人会审"}], "status": "identified",
     "log": [did("add", on(2, 1), lead_unit="GDBH")]},
    {"id": "ZS-2024-007", "source": {"type": "会议"}, "status": "active", "log": [did("add", on(1, 5))]},
    REMINDED,
    {"id": "QZ-2024-009", "status": "active", "log": [did("add", on(2, 1), lead_unit="GDBH")]},
    {"id": "QZ-2024-010", "status": "active", "lead_unit": "KQ",
     "log": [did("add", on(2, 1), lead_unit="KQ")]},
    {"id": "ZS-2024-011", "source": {"type": "文件"}, "status": "active", "log": [did("add", on(1, 6))]},
    {"id": "JL-2024-012", "type": "检查", "date": on(6, 20), "held_by": "JGJW", "units": ["KQ"],
     "findings": 3, "title": "月检查", "log": [did("add", on(6, 20))]},
    {"id": "JL-2024-013", "type": "责任书", "date": on(3, 20), "held_by": "ZRZYT", "units": ["GDBH", "KQ"],
     "title": "责任书", "log": [did("add", on(3, 20))]},
    {"id": "JL-2024-014", "type": "黄牌", "date": on(6, 18), "held_by": "JGJW", "entries": ["ZG-2024-001"],
     "doc": "黄1", "title": "黄牌", "log": [did("add", on(6, 18))]},
)  # fmt: skip
ROWS = rows_of(*ENTRIES)
QUERY = query_on(setting(), DAY)
