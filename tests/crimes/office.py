"""The book that the stories are about: its rules, units, posts and ledgers, as trees."""

from datetime import date
from typing import Any

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
        _post("guest", "JGJW", "auditor"),
        _post("gdbh-chief", "GDBH", "approver", key="gdbh-clerk"),
    ],
}
COVERS: dict[str, dict[str, Any]] = {
    "RW-2024": {"kind": "task", "title": "任务清单", "policy": {"extend": {"most": "1"}}},
    "ZG-2024": {"kind": "rectification", "title": "整改台账"},
    "FX-2024": {"kind": "risk", "title": "风险点"},
    "JL-2024": {"kind": "record", "title": "工作记录"},
}
