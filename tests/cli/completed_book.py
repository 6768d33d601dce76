"""A book to complete from: small, written as text, with names that a shell would trip over."""

from collections.abc import Sequence
from pathlib import Path

UNITS = """\
units:
  - {code: GDBH, name: 耕地保护处, aliases: [耕保处]}
  - {code: JGJW, name: 机关纪委}
  - {code: JGDW, name: 机关党委}
people:
  - {code: gdbh-clerk, name: 耕地保护处经办人, unit: GDBH}
  - {code: jgjw-head, unit: JGJW}
"""
BOOK = """\
format: 1
name: 台账
language: zh
timezone: Asia/Shanghai
record_types: [党课]
campaigns: [{code: ZX-2024-01, name: 专项治理}]
"""
PLANS = "plans: [{code: GH-14, name: 规划, themes: [{code: ZT-2024, name: 攻坚行, year: 2024}]}]\n"
TITLES = {"RW-2024": "任务清单", "ZG-2024": "整改台账", "FX-2024": "风险点", "JL-2024": "工作记录"}
KINDS = {"RW-2024": "task", "ZG-2024": "rectification", "FX-2024": "risk", "JL-2024": "record"}
ENTRIES = {
    "RW-2024-001": "开展专项治理",
    "RW-2024-031": "修订处置流程",
    "ZG-2024-030": "闲置土地处置程序不规范",
    "ZG-2024-031": "批而未供土地消化进度偏慢",
    "ZG-2024-112": "占补平衡核查把关不严",
    "FX-2024-007": "审批自由裁量权过大",
    "JL-2024-001": "党组会研究",
}


def make_book(root: Path) -> Path:
    """Writes the book below `root`; gives the folder of book.yaml."""
    folder = root / "ledgers"
    folder.mkdir(parents=True)
    write(folder / "book.yaml", BOOK)
    write(folder / "units.yaml", UNITS)
    write(folder / "plans.yaml", PLANS)
    for ledger, title in TITLES.items():
        (folder / ledger).mkdir()
        write(folder / ledger / "ledger.yaml", f"kind: {KINDS[ledger]}\ntitle: {title}\n")
    for entry_id, title in ENTRIES.items():
        write_entry(folder, entry_id, title)
    return folder


def write_entry(folder: Path, entry_id: str, title: str) -> None:
    """Writes the beginning of an entry."""
    ledger = entry_id.rpartition("-")[0]
    write(folder / ledger / f"{entry_id}.yaml", f"kind: {KINDS[ledger]}\nid: {entry_id}\ntitle: {title}\n")


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def values(lines: Sequence[str]) -> list[str]:
    """What `ledger _complete fish` offers, without what it says of it."""
    return [line.partition("\t")[0] for line in lines[1:]]
