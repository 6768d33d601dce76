"""Entries of which one thing is wrong each: shapes, values and log lines that no gallery holds."""

_TASK = """\
kind: task
id: {id}
title: 题
lead_unit: YJGLJ
due: 2026-12-31
status: open
round: 1
"""
_RECTIFICATION = _TASK.replace("kind: task", "kind: rectification")
_RECORD = "kind: record\nid: {id}\ntitle: 题\ntype: 调度\ndate: 2026-05-01\nreplied_on: 2026-06-01\n"
_ADD = "  - {{date: 2026-01-02, by: clerk, did: add, due: 2026-12-31, lead_unit: YJGLJ}}\n"


def _lines(*lines: str) -> str:
    return "log:\n" + _ADD + "".join(f"  - {{{{date: 2026-02-01, by: clerk, {line}}}}}\n" for line in lines)


TEXTS = (
    _TASK,
    _TASK + "standing: maybe\n",
    _TASK
    + "evidence:\n  - {{path: evidence/x/y, sha256: x, size: 1, date: 2026-01-02, by: clerk, round: 1}}\n",
    _TASK + "accepted:\n  - {{code: x, reason: 因, by: clerk, date: 2026-01-02, until: 2030-01-01}}\n",
    _TASK + _lines("did: progress, note: 好, actor: 甲乙"),
    _TASK + "log:\n  - {{date: 2026-01-02, by: 甲, did: add, due: 2026-12-31, lead_unit: YJGLJ}}\n",
    _TASK + "measures: x\n",
    _TASK + "measures: [x]\n",
    _TASK + "source: x\n",
    _TASK + "tags: {{a: b}}\n",
    _TASK + "title: |\n  甲\n  乙\n".replace("title", "goal"),
    _TASK + "aspect: |\n  甲\n  乙\n",
    _TASK + "evidence:\n  - {{path: evidence/x/y, ref: 甲, date: 2026-01-02, by: clerk, round: 1}}\n",
    _TASK + "evidence:\n  - {{date: 2026-01-02, by: clerk, round: 1}}\n",
    _TASK + "evidence:\n  - {{path: evidence/x/y, date: 2026-01-02, by: clerk, round: 0}}\n",
    _TASK.replace("status: open", "status: verified"),
    _TASK + "measures: [{{num: 1, text: 甲}}]\n" + _lines("did: measure, num: 1"),
    _TASK + "measures: [{{num: 0, text: 甲}}]\n",
    _TASK
    + "goal: 丙\n"
    + _lines("did: set, field: goal, now: 甲", "did: set, field: goal, was: 乙, now: 丙"),
    _TASK + "log:\n  - {{date: 2026-01-02, by: clerk, did: adopt, status: verified, row: 1}}\n",
    _TASK + _lines("did: measure, num: 1, done_on: 2026-05-01"),
    _TASK + _lines("did: reopen, reason: 因, basis: 文"),
    _RECTIFICATION + _lines("did: recheck, result: changed"),
    _TASK + _lines("did: set, field: goal, was: 甲, now: 乙"),
    _TASK + _lines("did: correct, of: 2026-01-02, reason: 因"),
    _TASK + _lines("did: correct, of: {{date: 2026-01-02, did: add}}, reason: 因"),
    _TASK + _lines("did: submit, note: 办了, evidence: [x]", "did: close, opinion: 好, date: 2026-03-01"),
    _TASK + "accepted:\n  - {{code: LG001, reason: 因, by: clerk, date: 2026-01-02, until: 2030-01-01}}\n",
    _TASK + "accepted:\n  - {{code: LG304, reason: 因, by: clerk, date: 2026-01-02, until: 2030-01-01}}\n",
    _TASK.replace("due: 2026-12-31\n", "standing: true\n") + "log:\n" + _ADD,
    _TASK.replace("due: 2026-12-31\n", "due_text: 时限待定\n").replace("status", "due: 2026-01-01\nstatus")
    + "log:\n  - {{date: 2026-01-02, by: clerk, did: add, lead_unit: YJGLJ}}\n",
    _RECORD
    + "log:\n  - {{date: 2026-05-01, by: clerk, did: add}}\n"
    + "  - {{date: 2026-05-02, by: clerk, did: reply, note: 复}}\n",
    "kind: risk\nid: {id}\ntitle: 题\nlead_unit: YJGLJ\nstatus: identified\nlikelihood: 9\nimpact: x\n",
    _TASK.replace("status: open", "status: carried")
    + "log:\n"
    + _ADD
    + "  - {{date: 2026-02-01, by: clerk, did: carry, to: T-2026-501}}\n",
    _TASK + "log:\n  - {{date: 2026-01-02, by: clerk, did: adopt, status: open, from: T-2026-501}}\n",
    _TASK + "log: {{date: 2026-01-02}}\n",
    _TASK + "log: [[a]]\n",
    _TASK + "directives: [[T-2026-101]]\n",
    _TASK + "milestones: [{{title: {{a: b}}}}]\n",
)
RAW = (
    b"kind: task\0\n",
    b"\0\0\0",
    b"kind: \xff\n",
    b"kind: \xe4\xb8",
    "kind: 任务\n".encode("utf-16"),
    "kind: 任务\n".encode("utf-32"),
    "title: 任务清单\n".encode("gbk"),
    "a: \ufeffb\nc: \x01\x02\nd: \u2028\n".encode(),
    b"a: x\n" * 400_000,
    b"".join(b"k%d: x\n" % number for number in range(25_000)),
    b"<<<<<<< a\nx: y\n=======\nx: z\n>>>>>>> b\n<<<<<<< a\n>>>>>>> b\n",
    b"a: 1\nb:\n- c\nd: e\n  f: g\n",
    b"a:\n- b\nc\n",
    b"- a\nb: c\n",
    b"a:\n  - b\n  c: d\n",
    b"a: 1\n- b\n",
    b"a: [x: y: z]\n",
    b"a: [b c: 'd' e]\n",
    b"a: 'b' c\n",
    b"? a\n? b\n",
    b"a: !<x> b\n",
    b"a: |x\n  b\n",
    b"{a: b}}\n",
    b"a: b: c\n",
    b"a: -\n- - b: c\n d\n",
)
