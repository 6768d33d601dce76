"""`ledger notices`: what is to be sent, as letters, as records, and what an office or an enemy does to it."""

import errno
import json
import os
import re
import shutil
from pathlib import Path

import pytest
import yaml

from tests.cli.office import CLERK, HEAD, LEADER, UNIT_CLERK, Office

LATE = "2024-04-20"
"""Twenty days after the deadline of ZG-2024-001, five after that of RW-2024-001."""


@pytest.fixture(scope="module")
def overdue(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office with two entries overdue on LATE, of two units; nothing was sent."""
    folder = tmp_path_factory.mktemp("overdue")
    shutil.copytree(template, folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in {
            "GIT_AUTHOR_NAME": "c",
            "GIT_COMMITTER_NAME": "c",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }.items():
            monkeypatch.setenv(name, value)
        office = Office(folder, monkeypatch)
        office.ok("add", "ZG-2024", "闲置土地", "-u", "GDBH", "-d", "2024-03-31", today="2024-02-01")
        office.ok("add", "RW-2024", "修订清单", "-u", "JGJW", "-d", "2024-04-15", today="2024-02-01")
    return folder


@pytest.fixture
def late(overdue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A copy of it, for one test."""
    shutil.copytree(overdue, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path, monkeypatch)


def rows(office: Office, *arguments: str, today: str = LATE) -> list[dict[str, object]]:
    found = json.loads(office.ok("notices", "--format", "json", *arguments, today=today))
    assert found["schema"] == "cleanledger/notices-1"
    return list(found["rows"])


def record(office: Office, number: int) -> dict[str, object]:
    return dict(yaml.safe_load(office.text(f"JL-2024-{number:03}")))


def commits(office: Office) -> int:
    return len(office.git("log", "--format=%h").splitlines())


# --- the list -------------------------------------------------------------------------------------


def test_the_list_says_what_is_to_be_sent_to_whom_and_since_when(late: Office) -> None:
    assert [(row["unit"], row["type"], row["id"], row["days"], row["owed"]) for row in rows(late)] == [
        ("GDBH", "提醒函", "ZG-2024-001", 20, "2024-04-01"),
        ("JGJW", "提醒函", "RW-2024-001", 5, "2024-04-16"),
    ]
    assert [row["id"] for row in rows(late, "--ledger", "RW-2024")] == ["RW-2024-001"]
    assert [row["id"] for row in rows(late, "-u", "耕地保护处")] == ["ZG-2024-001"]
    assert rows(late, "--type", "督办函") == []
    assert rows(late, today="2024-03-31") == []


def test_people_see_how_to_go_on(late: Office) -> None:
    out = late.ok("notices", today=LATE)
    assert "ledger notices --to DIR" in out
    assert "ledger notices --issue PAPER" in out
    assert "command" not in out
    assert "nothing is to be sent" in late.ok("notices", today="2024-03-01")


def test_the_command_in_each_row_shows_that_letter_alone(late: Office) -> None:
    for row in rows(late):
        words = str(row["command"]).split()[1:]
        assert [each["id"] for each in rows(late, *words[1:])] == [row["id"]]


def test_without_a_ladder_it_says_how_to_set_one(late: Office) -> None:
    late.ok("policy", "set", "ladder=")
    for arguments in ((), ("--to", "out"), ("--issue", "9号", "--yes")):
        assert "ledger policy set ladder=" in late.ok("notices", *arguments, today=LATE)
    assert not (late.folder / "out").exists()


# --- records --------------------------------------------------------------------------------------


def test_all_are_recorded_at_once_with_numbers_in_sequence(late: Office) -> None:
    before = commits(late)
    out = late.ok("notices", "--issue", "整改办〔2024〕09号", "--yes", today=LATE)
    assert [line.split("  ")[:2] for line in out.splitlines()] == [
        ["JL-2024-001", "整改办〔2024〕09号"], ["JL-2024-002", "整改办〔2024〕10号"],
    ]  # fmt: skip
    assert record(late, 1) == {
        "kind": "record", "id": "JL-2024-001", "type": "提醒函", "date": yaml.safe_load(LATE),
        "title": f"提醒函 耕地保护处 {LATE}", "held_by": "JGDW", "entries": ["ZG-2024-001"],
        "doc": "整改办〔2024〕09号", "to": ["GDBH"],
        # Five working days: the weekend of the 28th was worked, Labour Day comes later.
        "reply_by": yaml.safe_load("2024-04-26"),
        "log": [{"date": yaml.safe_load(LATE), "by": "jgdw-clerk", "did": "add"}],
    }  # fmt: skip
    assert commits(late) == before + 1
    message = late.git("log", "-1", "--format=%B")
    assert message.splitlines()[0] == "记录 JL-2024-001 +1"
    assert "Ledger-Entry: JL-2024-002" in message
    assert "Ledger-Action: record" in message
    assert late.git("status", "--porcelain") == ""
    late.ok("check")


def test_what_was_sent_is_not_sent_again_and_the_next_level_follows(late: Office) -> None:
    late.ok("notices", "--issue", "办1号", "--yes", today=LATE)
    assert rows(late) == []
    assert "nothing is to be sent" in late.ok("notices", "--issue", "办3号", "--yes", today=LATE)
    # The first is fifteen days overdue already; the second on the last of April.
    tomorrow = rows(late, today="2024-04-21")
    assert [(row["id"], row["type"], row["owed"], row["before"]) for row in tomorrow] == [
        ("ZG-2024-001", "督办函", "2024-04-15", f"提醒函 {LATE} 办1号")
    ]
    assert [row["id"] for row in rows(late, today="2024-04-29")] == ["ZG-2024-001"]
    assert len(rows(late, today="2024-04-30")) == 2


def test_an_answer_is_entered_and_the_ladder_shows_it(late: Office) -> None:
    late.ok("notices", "--issue", "办1号", "--yes", today=LATE)
    late.ok("reply", "JL-2024-001", "-n", "已排工期", today="2024-04-24", email=UNIT_CLERK)
    found = json.loads(late.ok("report", "ladder", "--format", "json", today="2024-04-25"))["rows"]
    first = [row for row in found if row["record"] == "JL-2024-001"]
    assert [(row["replied_on"], row["days"]) for row in first] == [("2024-04-24", 19)]
    # An answer ends nothing: what is overdue stays on the ladder.
    assert [row["type"] for row in rows(late, today="2024-04-25")] == ["督办函"]


def test_the_last_day_for_an_answer_is_told_or_by_the_book(late: Office) -> None:
    late.ok("policy", "set", "reply_days=0")
    late.ok("notices", "--issue", "办1号", "--yes", "-u", "GDBH", today=LATE)
    assert "reply_by" not in record(late, 1)
    late.ok("notices", "--issue", "办2号", "--yes", "--reply-by", "2024-05-20", today=LATE)
    assert str(record(late, 2)["reply_by"]) == "2024-05-20"
    refused = late("notices", "--issue", "办3号", "--reply-by", "2024-04-19", today=LATE)
    assert (refused.code, "before the day" in refused.err) == (2, True)


def test_a_year_without_a_calendar_ends_with_3_and_names_the_file(late: Office) -> None:
    before = late.tree()
    answer = late("notices", "--issue", "办1号", "--yes", today="2089-06-01")
    assert answer.code == 3
    assert "ledgers/calendar.yaml" in answer.err
    assert late.tree() == before
    late.ok("notices", "--issue", "办1号", "--yes", "--reply-by", "2089-07-01", today="2089-06-01")


def test_letters_entered_late_are_those_of_that_day_and_nothing_twice(late: Office) -> None:
    late.ok("notices", "--issue", "办1号", "--yes", "--date", "2024-04-10", today=LATE)
    assert (record(late, 1)["entries"], str(record(late, 1)["date"])) == (["ZG-2024-001"], "2024-04-10")
    assert str(record(late, 1)["log"][0]["entered"]) == LATE  # type: ignore[index]
    assert "nothing is to be sent" in late.ok(
        *("notices", "--issue", "办2号", "--yes", "--date", "2024-04-09"), today=LATE
    )
    assert late("notices", "--issue", "办9号", "--yes", "--date", "2024-05-01", today=LATE).code == 1


@pytest.mark.parametrize("doc", ["整改办", "整改办〔2024〕号", " "])
def test_a_number_that_counts_nothing_is_a_wrong_command_line(late: Office, doc: str) -> None:
    answer = late("notices", "--issue", doc, "--yes", today=LATE)
    assert (answer.code, "no number" in answer.err) == (2, True)


def test_a_number_that_a_record_has_is_refused_wherever_it_comes_in_the_sequence(late: Office) -> None:
    late.ok("record", "调度", "--doc", "办（2024）10号", today=LATE)
    err = late.refused("notices", "--issue", "办〔2024〕9号", "--yes", today=LATE)
    assert "办（2024）10号 (JL-2024-001)" in err
    late.ok("notices", "--issue", "办〔2024〕11号", "--yes", today=LATE)


def test_in_a_pipe_nothing_is_recorded_unasked(late: Office) -> None:
    before = late.tree()
    answer = late("notices", "--issue", "办1号", today=LATE)
    assert (answer.code, "--yes" in answer.err) == (2, True)
    assert late.tree() == before


def test_a_dry_run_writes_nothing(late: Office) -> None:
    before = late.tree()
    out = late.ok("notices", "--to", "out", "--issue", "办1号", "--dry-run", today=LATE)
    assert "+doc: 办2号" in out
    assert "2024-04-20-GDBH-提醒函.md" in out
    assert late.tree() == before
    assert not (late.folder / "out").exists()


def test_who_may_not_record_leaves_nothing_behind_not_even_a_letter(late: Office) -> None:
    err = late.refused("notices", "--to", "out", "--issue", "办1号", "--yes", today=LATE, email=HEAD)
    assert "LG7" in err
    assert not (late.folder / "out").exists()


def test_where_a_file_cannot_be_read_nothing_is_recorded(late: Office) -> None:
    (late.folder / "ledgers" / "ZG-2024" / "ZG-2024-002.yaml").write_text("kind: x\n", "utf-8")
    late.refused("notices", "--issue", "办1号", "--yes", today=LATE)
    assert late("notices", today=LATE).code == 1


def test_today_moves_the_list_alone(late: Office) -> None:
    late.monkeypatch.delenv("LEDGER_TEST")
    assert late("notices", today=LATE).code == 0
    assert late("notices", "--to", "out", today=LATE).code == 2
    assert late("notices", "--issue", "办1号", today=LATE).code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--reply-by", "2024-05-01"), ("--date", "2024-04-19"), ("--held-by", "JGJW"), ("--dry-run",),
        ("--to", "out", "--format", "json"), ("--template", "督办函", "--unit", "GDBH"),
        ("--template", "督办函", "--issue", "1号"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_are_said(late: Office, arguments: tuple[str, ...]) -> None:
    answer = late("notices", *arguments, today=LATE)
    assert answer.code == 2
    assert answer.err.startswith("error: ")


# --- letters --------------------------------------------------------------------------------------


def test_letters_are_written_and_get_their_number_when_they_are_issued(late: Office) -> None:
    out = late.ok("notices", "--to", "发文/四月", today=LATE)
    folder = late.folder / "发文" / "四月"
    draft = folder / "2024-04-20-GDBH-提醒函.md"
    assert out.splitlines()[0] == f"发文/四月/{draft.name}"
    assert "（文号待编）" in draft.read_text("utf-8")
    assert "这些" not in late.ok("notices", "--to", "发文/四月", today=LATE)
    late.ok("notices", "--to", "发文/四月", "--issue", "办1号", "--yes", today=LATE)
    text = draft.read_text("utf-8")
    assert "\n办1号\n" in text
    assert "| ZG-2024-001 | 闲置土地 | 2024-03-31 |" in text
    assert "请于2024年4月26日（含当日）前书面回复办理情况。" in text
    assert sorted(each.name for each in folder.iterdir()) == [
        "2024-04-20-GDBH-提醒函.md", "2024-04-20-JGJW-提醒函.md",
    ]  # fmt: skip


def test_a_letter_that_somebody_changed_is_not_written_over_and_nothing_is_recorded(late: Office) -> None:
    late.ok("notices", "--to", "out", today=LATE)
    changed = late.folder / "out" / "2024-04-20-GDBH-提醒函.md"
    changed.write_text("另起一稿", "utf-8")
    err = late.refused("notices", "--to", "out", "--issue", "办1号", "--yes", today=LATE)
    assert changed.name in err
    assert changed.read_text("utf-8") == "另起一稿"
    assert "办1号" not in (late.folder / "out" / "2024-04-20-JGJW-提醒函.md").read_text("utf-8")


def test_a_book_that_nobody_checks_says_so_in_its_letters(late: Office) -> None:
    late.ok("notices", "--to", "one", today=LATE)
    assert "无复核" not in (late.folder / "one" / "2024-04-20-GDBH-提醒函.md").read_text("utf-8")
    book = late.folder / "ledgers" / "book.yaml"
    text = re.sub("(reviewer|approver|acceptor): other_[a-z]+", r"\1: anyone", book.read_text("utf-8"))
    book.write_text(text, "utf-8")
    late.ok("notices", "--to", "two", today=LATE)
    text = (late.folder / "two" / "2024-04-20-GDBH-提醒函.md").read_text("utf-8")
    assert text.endswith("\n一人管账，无复核\n")


def test_a_letter_can_be_written_by_who_holds_no_post_where_the_sender_is_named(late: Office) -> None:
    late.ok("notices", "--to", "out", "--held-by", "机关纪委", today=LATE, email="nobody@a.example")
    text = (late.folder / "out" / "2024-04-20-GDBH-提醒函.md").read_text("utf-8")
    assert text.startswith("# 机关纪委关于")


def test_the_books_own_template_goes_before_the_programs(late: Office) -> None:
    out = late.ok("notices", "--template", "提醒函")
    assert out.startswith("# ${发函单位}关于逾期事项的提醒函\n")
    late.ok("notices", "--template", "提醒函", "--to", "ledgers/templates")
    own = late.folder / "ledgers" / "templates" / "提醒函.md"
    assert own.read_text("utf-8") == out
    late.ok("check")
    own.write_bytes("\ufeff本厅格式\r\n${单位}\r\n${清单}\r\n".encode())
    late.ok("notices", "--to", "out", today=LATE)
    text = (late.folder / "out" / "2024-04-20-GDBH-提醒函.md").read_bytes().decode()
    assert text.startswith("本厅格式\n耕地保护处\n|")


TEMPLATE = Path("ledgers") / "templates" / "提醒函.md"


def template(office: Office, content: bytes) -> Path:
    path = office.folder / TEMPLATE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("甲\n${收件人}\n".encode(), f"{TEMPLATE}, line 2: nothing is known by ${{收件人}}"),
        ("甲\n乙\n".encode("gbk"), f"{TEMPLATE}, line 1: this is not UTF-8"),
        ("甲\n".encode("utf-16"), f"{TEMPLATE}, line 1: this is not UTF-8"),
        (b"x" * ((1 << 20) + 1), "has more than 1048576 bytes"),
    ],
    ids=["name", "gbk", "utf-16", "huge"],
)
def test_a_template_that_is_none_is_refused_by_name(late: Office, content: bytes, said: str) -> None:
    template(late, content)
    assert said in late.refused("notices", "--to", "out", "--issue", "办1号", "--yes", today=LATE)
    assert not list((late.folder / "out").glob("*")) if (late.folder / "out").exists() else True


def test_a_template_that_leads_out_of_the_book_is_not_read(late: Office) -> None:
    secret = late.folder / "secret.md"
    secret.write_text("机密", "utf-8")
    path = template(late, b"")
    path.unlink()
    path.symlink_to(secret)
    assert "LG102" in late("check").out
    late.refused("notices", "--to", "out", today=LATE)
    path.unlink()
    path.mkdir()
    assert "LG102" in late("check").out
    late.refused("notices", "--to", "out", today=LATE)
    path.rmdir()
    path.parent.rmdir()
    (late.folder / "elsewhere").mkdir()
    (late.folder / "elsewhere" / path.name).write_text("机密", "utf-8")
    path.parent.symlink_to(late.folder / "elsewhere")
    assert "LG102" in late("check").out
    late.refused("notices", "--to", "out", today=LATE)
    assert not (late.folder / "out").exists() or not list((late.folder / "out").iterdir())


def test_only_templates_of_letters_lie_among_the_templates(late: Office) -> None:
    template(late, b"x")
    assert late("check").code == 0
    stray = late.folder / "ledgers" / "templates" / "调度.md"
    stray.write_text("x", "utf-8")
    found = late("check")
    assert (found.code, "LG102" in found.out, "调度.md" in found.out) == (1, True, True)
    assert "督办函.md" in found.out
    stray.unlink()
    (late.folder / "ledgers" / "templates" / "old").mkdir()
    assert late("check").code == 1


def test_a_folder_that_takes_no_letters_is_said(late: Office) -> None:
    (late.folder / "file").write_text("x", "utf-8")
    before = late.tree()
    for place in ("file", "file/below"):
        answer = late("notices", "--to", place, "--issue", "办1号", "--yes", today=LATE)
        assert (answer.code, "is no folder" in answer.err) == (2, True)
    for place in ("ledgers", "ledgers/out", "ledgers/../ledgers/RW-2024", "ledgers/templates"):
        answer = late("notices", "--to", place, "--issue", "办1号", "--yes", today=LATE)
        assert (answer.code, "lies in the book" in answer.err) == (2, True)
    (late.folder / "link").symlink_to(late.folder / "ledgers")
    assert late("notices", "--to", "link", today=LATE).code == 2
    assert late.tree() == before


def test_a_folder_that_cannot_be_written_ends_with_3_and_records_nothing(
    late: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, opened = late.tree(), os.open

    def denied(path: str | Path, flags: int, *more: int, **also: int) -> int:
        if flags & os.O_CREAT and Path(path).parent.name == "locked":
            raise PermissionError(errno.EACCES, "denied", str(path))
        return opened(path, flags, *more, **also)

    # Whoever runs the tests may be allowed everything.
    with monkeypatch.context() as system:
        system.setattr(os, "open", denied)
        answer = late("notices", "--to", "locked", "--issue", "办1号", "--yes", today=LATE)
    assert answer.code == 3
    assert "Traceback" not in answer.err
    assert late.tree() == before


def test_names_of_files_are_safe_whatever_a_type_is_called(late: Office) -> None:
    book = late.folder / "ledgers" / "book.yaml"
    text = book.read_text("utf-8").replace("type: 提醒函", "type: '../../x:y%'")
    book.write_text(text + "record_types: ['../../x:y%']\n", "utf-8")
    late.ok("notices", "--to", "out", "-u", "GDBH", today=LATE)
    assert [each.name for each in (late.folder / "out").iterdir()] == [
        "2024-04-20-GDBH-%2E.%2F..%2Fx%3Ay%25.md"
    ]


def test_what_an_enemy_writes_as_a_title_is_text_in_the_letter(late: Office) -> None:
    title = "|甲[x](javascript:alert(1))<script>`"
    late.ok("add", "ZG-2024", title, "-u", "JGDW", "-d", "2024-04-01", today="2024-02-01")
    late.ok("notices", "--to", "out", today=LATE)
    text = (late.folder / "out" / "2024-04-20-JGDW-提醒函.md").read_text("utf-8")
    assert "\\|甲\\[x\\](javascript:alert(1))\\<script\\>\\`" in text


# --- today ----------------------------------------------------------------------------------------


def sections(office: Office, email: str, today: str) -> dict[str, list[dict[str, object]]]:
    found = json.loads(office.ok("today", "--format", "json", email=email, today=today))["rows"]
    return {name: [row for row in found if row["section"] == name] for name in {r["section"] for r in found}}


def test_today_says_what_is_to_be_sent_and_what_to_be_answered(late: Office) -> None:
    (to_send,) = sections(late, CLERK, LATE)["to_send"]
    assert (to_send["count"], to_send["title"], to_send["command"]) == (2, "提醒函 2", "ledger notices")
    assert "to_send" not in sections(late, UNIT_CLERK, LATE)
    late.ok("notices", "--issue", "办1号", "--yes", today=LATE)
    assert "to_send" not in sections(late, CLERK, LATE)
    (letter,) = sections(late, UNIT_CLERK, LATE)["to_reply"]
    assert (letter["id"], letter["days"], letter["due"], letter["command"]) == (
        "JL-2024-001", 6, "2024-04-26", "ledger reply JL-2024-001",
    )  # fmt: skip
    assert "unanswered" not in sections(late, CLERK, "2024-04-26")
    late_on = sections(late, CLERK, "2024-04-28")["unanswered"]
    # The unit of the other letter lies below the clerk's own.
    assert [(row["id"], row["days"]) for row in late_on] == [("JL-2024-002", -2)]
    assert [row["id"] for row in sections(late, CLERK, "2024-04-28")["to_reply"]] == ["JL-2024-001"]
    # Who checks sees the letters of the own unit.
    assert "unanswered" not in sections(late, HEAD, "2024-04-28")
    assert [row["id"] for row in sections(late, LEADER, "2024-04-28")["unanswered"]] == [
        "JL-2024-001", "JL-2024-002",
    ]  # fmt: skip
    assert [row["days"] for row in sections(late, UNIT_CLERK, "2024-04-28")["to_reply"]] == [-2]
    late.ok("reply", "JL-2024-001", "-n", "办", today="2024-04-28", email=UNIT_CLERK)
    assert "to_reply" not in sections(late, UNIT_CLERK, "2024-04-28")


def test_undo_takes_all_of_them_back(late: Office) -> None:
    before = late.tree()
    late.ok("notices", "--issue", "办1号", "--yes", today=LATE)
    late.ok("undo", "--yes", today=LATE)
    assert late.tree() == before
    assert len(rows(late)) == 2
