"""The corpus speaks of an entry's title and id; the same texts in every other place of a book."""

import json
from pathlib import Path

import pytest

from tests.forking import Runner
from tests.hostile.unsafe_output import unsafe

CONTROLS = "a\x1b[2J\x1b]0;pwned\x07\x9b2J\u202e\u200b\U000e0041\0\u2028\r\x85b"
# How each is written in the file, in double quotes or raw.
WRITTEN = {
    "controls, raw": f"'{CONTROLS}'",
    "controls, escaped": json.dumps(CONTROLS),
    "markup": json.dumps("[/][link=http://evil.example]x[/link] {0}{x.__class__} %s %(x)s =1+1 | b"),
    "a forged line": json.dumps("a\nledgers/T-2026/T-2026-001.yaml:1:1: LG999 forged " + "长" * 10_000),
}
# What a terminal or an editor acts on: no place of a book may hold it.
OBEYED = {
    "escape": json.dumps("a\x1b[2Jb"),
    "override": json.dumps("已完成\u202e成完未"),
    "tag characters": json.dumps("a\U000e0041\U000e0042b"),
    "surrogate": json.dumps("a\ud800b"),
}
ENTRY = """kind: task
id: T-2026-001
title: 整改三号楼消防通道
lead_unit: YJGLJ
due: 2026-12-31
"""
# The file, and what stands in it; TEXT is where the text goes.
PLACES = {
    "detail": ("T-2026/T-2026-001.yaml", ENTRY + "detail: TEXT\n"),
    "leader": ("T-2026/T-2026-001.yaml", ENTRY + "leader: TEXT\n"),
    "tag": ("T-2026/T-2026-001.yaml", ENTRY + "tags: [TEXT]\n"),
    "measure": ("T-2026/T-2026-001.yaml", ENTRY + "measures:\n  - {num: 1, text: TEXT}\n"),
    "reference": ("T-2026/T-2026-001.yaml", ENTRY + "related: [TEXT]\n"),
    "evidence path": (
        "T-2026/T-2026-001.yaml",
        ENTRY + f"evidence:\n  - {{path: TEXT, sha256: {'0' * 64}, size: 1}}\n",
    ),
    "evidence reference": ("T-2026/T-2026-001.yaml", ENTRY + "evidence:\n  - {ref: TEXT}\n"),
    "source": ("T-2026/T-2026-001.yaml", ENTRY + "source: {type: TEXT}\n"),
    "log note": (
        "T-2026/T-2026-001.yaml",
        ENTRY
        + "status: doing\nround: 1\nlog:\n"
        + "  - {date: 2026-01-05, by: clerk, did: add, due: 2026-12-31, lead_unit: YJGLJ}\n"
        + "  - {date: 2026-01-06, by: clerk, did: start, note: TEXT}\n",
    ),
    "log verb": ("T-2026/T-2026-001.yaml", ENTRY + "log:\n  - {date: 2026-01-05, by: clerk, did: TEXT}\n"),
    "log date": ("T-2026/T-2026-001.yaml", ENTRY + "log:\n  - {date: TEXT, by: clerk, did: add}\n"),
    "unknown key": ("T-2026/T-2026-001.yaml", ENTRY + "TEXT: x\n"),
    "unknown key of the log": (
        "T-2026/T-2026-001.yaml",
        ENTRY + "log:\n  - {date: 2026-01-05, by: clerk, did: add, TEXT: x}\n",
    ),
    "status": ("T-2026/T-2026-001.yaml", ENTRY + "status: TEXT\n"),
    "cover title": ("T-2026/ledger.yaml", "kind: task\ntitle: TEXT\nkeeper: YJGLJ\nissued_on: 2026-01-01\n"),
    "cover kind": ("T-2026/ledger.yaml", "kind: TEXT\ntitle: 清单\nkeeper: YJGLJ\n"),
    "cover paper": ("T-2026/ledger.yaml", "kind: task\ntitle: 清单\nkeeper: YJGLJ\nbasis: {doc: TEXT}\n"),
    "cover key": ("T-2026/ledger.yaml", "kind: task\ntitle: 清单\nkeeper: YJGLJ\nTEXT: x\n"),
    "unit name": ("units.yaml", "units:\n  - {code: YJGLJ, name: TEXT}\n"),
    "unit alias": ("units.yaml", "units:\n  - {code: YJGLJ, name: 应急管理局, aliases: [TEXT]}\n"),
    "unit code": ("units.yaml", "units:\n  - {code: YJGLJ, name: 应急管理局}\n  - {code: TEXT, name: 乙}\n"),
    "post name": (
        "units.yaml",
        "units:\n  - {code: YJGLJ, name: 应急管理局}\npeople:\n  - {code: clerk, name: TEXT, unit: YJGLJ}\n",
    ),
    "e-mail": (
        "units.yaml",
        "units: [{code: YJGLJ, name: 局}]\npeople: [{code: clerk, unit: YJGLJ, holders: [{email: TEXT}]}]\n",
    ),
    "book name": ("book.yaml", "format: 1\nname: TEXT\n"),
    "time zone": ("book.yaml", "format: 1\nname: 总台账\ntimezone: TEXT\n"),
    "record type": ("book.yaml", "format: 1\nname: 总台账\nrecord_types: [TEXT]\n"),
    "book key": ("book.yaml", "format: 1\nname: 总台账\nTEXT: x\n"),
    "plan": ("plans.yaml", "plans: [{code: GH-14, name: TEXT}]\n"),
    "calendar": ("calendar.yaml", "years: [{year: 2027, doc: TEXT, holidays: [2027-01-01]}]\n"),
}
COMMANDS = (
    ("check",),
    ("check", "--format", "json"),
    ("list", "--format", "table"),
    ("show", "T-2026-001"),
    ("unit", "list"),
    ("person", "list"),
)


def fill(book: Path, place: str, written: str) -> None:
    (book / "T-2026" / "T-2026-001.yaml").write_text(ENTRY, encoding="utf-8")
    name, text = PLACES[place]
    # As bytes: a text may hold a lone surrogate.
    content = text.encode().replace(b"TEXT", written.encode("utf-8", "surrogatepass"))
    (book / name).write_bytes(content)


@pytest.mark.parametrize("place", PLACES)
def test_a_hostile_text_is_shown_nowhere_as_it_is(place: str, book: Path, ledger: Runner) -> None:
    wrong = []
    for name, written in WRITTEN.items():
        fill(book, place, written)
        done = ledger.all_of(COMMANDS, cwd=book.parent, seconds=10, megabytes=512)
        if found := unsafe(done.both):
            wrong.append((name, found[:3]))
        # 3: a time zone that is not known.
        if done.code not in {0, 1, 3}:
            wrong.append((name, [str(done.code)]))
    assert wrong == []


@pytest.mark.parametrize("place", PLACES)
def test_what_a_terminal_obeys_is_an_error_wherever_it_stands(place: str, book: Path, ledger: Runner) -> None:
    accepted = []
    for name, written in OBEYED.items():
        fill(book, place, written)
        done = ledger("check", cwd=book.parent)
        file = Path(PLACES[place][0]).name
        if done.code not in {1, 3} or file.encode() not in done.both:
            accepted.append((name, done.code))
    assert accepted == []
