"""A month at a county bureau, September 2024: one book, one server, and what goes wrong between people.

王 keeps the book (a clerk of the party office), 李 is the clerk of the farmland unit, 赵 heads the
discipline committee and checks what they claim (she reads English), 沈 audits and writes nothing. Towards
the end 陈 takes over the post of 李. Every step is one working day, told by its name; days off are those of
the State Council.

What each day must give is asserted where it happens; what the month must give in the end is in
`test_month.py`, and crimes against it in `test_crimes.py`.
"""

from collections.abc import Callable

from tests.month.formatter import formatted
from tests.month.people import Person, Town

NO_NUMBER_GIVEN = "RW-2024-006"
"""What was added by mistake and taken back: its number stays used."""
DISPUTED = "RW-2024-003"
"""Closed by one while the other had its deadline extended."""
SQUASHED = "专班工作 (#1)"
"""The commit that a host's button makes of a branch."""
GAVE_WAY = "RW-2024-005"
"""Added as RW-2024-004 by 王 while 李 gave the same number, and sent hers first."""


class Story:
    """The people and where they are; the methods are the days, in order."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.wang = Person(town, "王", "wang@ju.example")
        self.li = Person(town, "李", "li@ju.example")
        self.zhao = Person(town, "赵", "zhao@ju.example", language="en")
        self.shen = Person(town, "沈", "shen@sjj.example")
        self.chen = Person(town, "陈", "chen@ju.example")
        self.people = (self.wang, self.li, self.zhao, self.shen, self.chen)

    def live(self) -> None:
        """Every day of the month."""
        for day, work in self.days():
            self.town.dawn(day)
            work()

    def days(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        return (
            ("2024-09-02", self.the_book_is_founded_and_shared),
            ("2024-09-03", self.the_list_is_made_and_work_begins),
            ("2024-09-04", self.two_give_one_number_each_with_evidence),
            ("2024-09-05", self.what_is_not_done_is_not_submitted),
            ("2024-09-06", self.what_is_not_shown_is_returned),
            ("2024-09-09", self.it_is_closed_and_a_slip_is_taken_back),
            ("2024-09-10", self.an_extension_is_asked_for_and_granted),
            ("2024-09-11", self.a_push_by_hand_is_refused),
            ("2024-09-12", self.a_talk_is_held_and_closed),
            ("2024-09-13", self.its_deadline_is_extended_by_who_did_not_know),
            ("2024-09-14", self.an_extension_is_rejected),
            ("2024-09-18", self.work_of_two_is_squashed),
            ("2024-09-19", self.the_rules_get_a_new_version),
            ("2024-09-20", self.the_post_goes_to_another),
            ("2024-09-23", self.an_editor_flips_the_ends_of_lines),
            ("2024-09-24", self.a_formatter_runs_over_a_ledger),
            ("2024-09-25", self.the_folder_moves_while_another_works_in_it),
            ("2024-09-26", self.a_finding_is_submitted_and_verified),
            ("2024-09-27", self.it_is_signed_off),
            ("2024-09-29", self.one_is_late_and_everybody_is_behind),
            ("2024-09-30", self.the_month_ends),
        )

    # --- the first week ---------------------------------------------------------------------------

    def the_book_is_founded_and_shared(self) -> None:
        wang, town = self.wang, self.town
        wang.clone.mkdir()
        wang.git("init", "-q", "-b", "main")
        founding = ("--unit", "JGDW 机关党委", "--as", "jgdw-clerk", "--name", "县局清廉建设总台账")
        wang.types("init", *founding, at=wang.clone)
        wang.types("unit", "add", "GDBH", "耕地保护股", "--under", "JGDW", "--alias", "耕保股")
        wang.types("unit", "add", "JGJW", "机关纪委")
        wang.types("unit", "add", "SJK", "审计科")
        for post, name, unit, role, email in (
            ("gdbh-clerk", "耕保股经办人", "GDBH", "clerk", self.li.email),
            ("jgjw-clerk", "纪委经办人", "JGJW", "clerk", self.zhao.email),
            ("jgjw-head", "纪委书记", "JGJW", "reviewer", self.zhao.email),
            ("leader", "局长", "JGDW", "approver", "leader@ju.example"),
            ("sjk-auditor", "审计员", "SJK", "auditor", self.shen.email),
        ):
            words = ("--name", name, "--unit", unit, "--role", role, "--email", email)
            wang.types("person", "add", post, *words)
        wang.types("建账", "RW-2024", "--kind", "任务", "--title", "2024年任务清单", "--issued-on", town.day)
        wang.types(
            "建账", "ZG-2024", "--kind", "整改项", "--title", "2024年整改台账", "--issued-on", town.day
        )
        wang.types("share", str(town.server))
        wang.types("hooks", "install", "--server", at=town.server)
        for person in (self.li, self.zhao, self.shen):
            said = person.types("join", str(town.server), str(person.clone), at=town.folder)
            assert "岗位：" in said or "next: cd" in said
        assert "jgjw-clerk, jgjw-head" in self.zhao.types("me")
        self.zhao.types("me", "jgjw-head")
        self.li.types("本人", "gdbh-clerk")
        assert "沈 <shen@sjj.example>" in self.shen.types("me")

    def the_list_is_made_and_work_begins(self) -> None:
        wang, li = self.wang, self.li
        wang.types(
            "新增",
            "RW-2024",
            "制定清廉机关建设要点",
            "-u",
            "JGDW",
            "-d",
            "2024-09-30",
            "-m",
            "起草",
            "-m",
            "印发",
        )
        wang.types(
            "新增",
            "RW-2024",
            "整治违规占用耕地",
            "-u",
            "耕保股",
            "-d",
            "2024-10-31",
            "-m",
            "摸排",
            "-m",
            "整改",
        )
        wang.types("新增", "RW-2024", "开展廉政谈话", "-u", "耕保股", "-d", "2024-09-30")
        wang.types("新增", "ZG-2024", "闲置土地处置程序不规范", "-u", "耕保股", "-d", "2024-11-29",
                   "--set", "acceptance_unit=JGJW")  # fmt: skip
        wang.types("同步")
        assert "4 次存档" in li.types("同步")
        li.types("启动", "RW-2024-002")
        li.types("措施", "RW-2024-002", "1")

    def two_give_one_number_each_with_evidence(self) -> None:
        wang, li = self.wang, self.li
        wang.types("新增", "RW-2024", "自查公务用车", "-u", "JGDW", "-d", "2024-10-18")
        wang.types("佐证", "RW-2024-004", wang.writes("底稿.txt", "王的底稿"))
        li.types(
            "新增",
            "RW-2024",
            "核查设施农用地",
            "-u",
            "耕保股",
            "-d",
            "2024-12-20",
            "-m",
            "核查",
            "-m",
            "拆除",
        )
        li.types("佐证", "RW-2024-004", li.writes("底稿.txt", "李的底稿"))
        li.types("新增", "ZG-2024", "设施农用地台账缺项", "-u", "耕保股", "-d", "2024-12-20",
                 "--set", "related=RW-2024-004", "--set", "acceptance_unit=JGJW")  # fmt: skip
        li.git("push", "-q")
        assert "fetch first" in wang.git("push", code=1)
        assert f"RW-2024-004现为{GAVE_WAY}" in wang.types("同步")
        li.types("同步")
        for person in (wang, li):
            drafts = [person.book / "evidence" / each / "底稿.txt" for each in ("RW-2024-004", GAVE_WAY)]
            assert [each.read_text("utf-8") for each in drafts] == ["李的底稿", "王的底稿"]
            assert "related: [RW-2024-004]" in person.entry("ZG-2024-002").read_text("utf-8")

    def what_is_not_done_is_not_submitted(self) -> None:
        li = self.li
        table = li.writes("摸排表.txt", "图斑38个")
        assert "LG408" in li.is_refused("报办结", "RW-2024-002", "-n", "整改完成", "-e", table)
        li.types("措施", "RW-2024-002", "2")
        li.types("报办结", "RW-2024-002", "-n", "整改完成", "-e", table)
        li.types("同步")

    def what_is_not_shown_is_returned(self) -> None:
        zhao, li = self.zhao, self.li
        zhao.types("sync")
        assert "RW-2024-002" in zhao.types("today")
        zhao.types("return", "RW-2024-002", "-r", "缺少销号照片")
        zhao.types("sync")
        li.types("同步")
        li.types("报办结", "RW-2024-002", "-n", "补齐照片", "-e", li.writes("照片.txt", "照片38张"))
        li.types("同步")

    # --- the second week --------------------------------------------------------------------------

    def it_is_closed_and_a_slip_is_taken_back(self) -> None:
        zhao, wang, li = self.zhao, self.wang, self.li
        assert "LG702" in li.is_refused("办结", "RW-2024-002", "--opinion", "同意")
        zhao.types("sync")
        zhao.types("close", "RW-2024-002", "--opinion", "同意办结")
        zhao.types("sync")
        wang.types("同步")
        assert NO_NUMBER_GIVEN in wang.types(
            "新增", "RW-2024", "录错的事项", "-u", "JGDW", "-d", "2024-12-31"
        )
        wang.types("撤销", "--yes")
        wang.types("进展", GAVE_WAY, "抄错了行")
        wang.types("撤销", "--yes")
        wang.types("进展", GAVE_WAY, "已自查三辆")
        wang.types("同步")

    def an_extension_is_asked_for_and_granted(self) -> None:
        wang, li = self.wang, self.li
        li.types("同步")
        li.types("延期", "ZG-2024-001", "--to", "2025-02-28", "-r", "部门会签未完成")
        li.types("同步")
        wang.types("同步")
        wang.types("延期", "ZG-2024-001", "--approved-by", "leader", "--doc", "局办〔2024〕1号")
        wang.types("同步")

    def a_push_by_hand_is_refused(self) -> None:
        """From today on 李 has git ask the rules before it commits; then she goes round it."""
        li = self.li
        li.types("同步")
        li.types("hooks", "install")
        li.edits("RW-2024-004", "status: open", "status: closed")
        assert "LG401" in li.commits("手工办结", code=1)
        li.git("commit", "-q", "--no-verify", "-m", "手工办结")
        said = li.git("push", code=1)
        assert "LG602" in said
        assert "pre-receive hook declined" in said
        assert "LG602" in li.ends(3, "同步"), "who does not know git is told the same"
        li.git("reset", "-q", "--hard", "origin/main")

    def a_talk_is_held_and_closed(self) -> None:
        li, zhao = self.li, self.zhao
        li.types("报办结", DISPUTED, "-n", "已谈话12人次", "--ref", "谈话记录")
        li.types("同步")
        zhao.types("sync")
        zhao.types("close", DISPUTED, "--opinion", "记录属实，同意办结")
        zhao.types("sync")

    def its_deadline_is_extended_by_who_did_not_know(self) -> None:
        """王 has not synchronized since the day before yesterday."""
        wang = self.wang
        granted = ("--approved-by", "leader", "--doc", "局办〔2024〕2号")
        wang.types("延期", DISPUTED, "--to", "2024-12-31", "-r", "两人出差", *granted)
        assert DISPUTED in wang.is_refused("同步")
        said = wang.is_refused("并合")
        assert "LG404" in said
        assert f"ledger resolve {DISPUTED} --field log=ours" in said
        taken = ("并合", DISPUTED, "--field", "log=theirs", "-r", "已先办结", "--approved-by", "leader")
        assert "LG705" in wang.is_refused(*taken)
        wang.types(*taken, "--doc", "局办〔2024〕3号")
        wang.types("同步")
        self.zhao.types("sync")

    def an_extension_is_rejected(self) -> None:
        wang, li = self.wang, self.li
        li.types("同步")
        li.types("延期", "RW-2024-004", "--to", "2025-06-30", "-r", "拆除需时")
        li.types("同步")
        wang.types("同步")
        refused = ("--refused-by", "leader", "--doc", "局办〔2024〕4号")
        wang.types("延期", "RW-2024-004", *refused, "-n", "按原时限办")
        wang.types("同步")

    # --- after the holiday ------------------------------------------------------------------------

    def work_of_two_is_squashed(self) -> None:
        """What a host's button does with a branch of two people."""
        wang, li = self.wang, self.li
        li.types("同步")
        li.git("checkout", "-q", "-b", "专班")
        li.types("进展", "RW-2024-004", "核查12处")
        li.git("push", "-q", "-u", "origin", "专班")
        li.git("checkout", "-q", "main")
        wang.git("fetch", "-q")
        wang.git("checkout", "-q", "专班")
        wang.types("进展", GAVE_WAY, "自查完毕")
        wang.git("checkout", "-q", "main")
        wang.git("merge", "-q", "--squash", "专班")
        wang.git("commit", "-q", "-m", SQUASHED)
        wang.types("同步")

    def the_rules_get_a_new_version(self) -> None:
        wang = self.wang
        paper = ("--doc", "局办〔2024〕5号", "-r", "防止拖延")
        wang.types("policy", "set", "extend.most=1", "--from", "2024-09-20", *paper)
        wang.types("同步")

    def the_post_goes_to_another(self) -> None:
        wang, li, chen, town = self.wang, self.li, self.chen, self.town
        wang.types("person", "handover", "gdbh-clerk", "--email", chen.email)
        wang.types("同步")
        li.types("同步")
        assert "至 2024-09-19" in li.is_refused("进展", "RW-2024-004", "交接后仍来录")
        assert "gdbh-clerk" in chen.types("join", str(town.server), str(chen.clone), at=town.folder)
        chen.types("hooks", "install")
        chen.types("进展", "ZG-2024-002", "接手")
        chen.types("同步")

    def an_editor_flips_the_ends_of_lines(self) -> None:
        """陈 has git keep what the editor writes, and 王 goes on with the same entry."""
        wang, chen = self.wang, self.chen
        wang.types("同步")
        attributes = chen.clone / ".git" / "info" / "attributes"
        attributes.write_text(attributes.read_text("utf-8") + "*.yaml -text\n", encoding="utf-8")
        path = chen.entry("ZG-2024-002")
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        chen.commits("换行")
        assert b"\r\n" in path.read_bytes()
        wang.types("进展", "ZG-2024-002", "会同耕保股核对")
        wang.types("同步")
        chen.types("同步")

    def a_formatter_runs_over_a_ledger(self) -> None:
        wang = self.wang
        wang.types("同步")
        paths = sorted((wang.book / "RW-2024").glob("RW-*.yaml"))
        for path in paths:
            path.write_text(formatted(path.read_text("utf-8")), encoding="utf-8")
        wang.commits("格式化")
        assert len(wang.git("show", "--format=", "--name-only", "HEAD").split()) == len(paths)
        wang.types("同步")

    def the_folder_moves_while_another_works_in_it(self) -> None:
        wang, chen = self.wang, self.chen
        chen.types("同步")
        (wang.clone / "清廉建设").mkdir()
        wang.git("mv", "ledgers", "清廉建设/ledgers")
        wang.commits("移动文件夹")
        wang.types("同步")
        chen.types("进展", "ZG-2024-002", "补齐缺项")
        chen.types("措施", "RW-2024-004", "1")
        chen.types("同步")
        assert chen.book == chen.clone / "清廉建设" / "ledgers"

    def a_finding_is_submitted_and_verified(self) -> None:
        chen, zhao = self.chen, self.zhao
        chen.types("申请销号", "ZG-2024-001", "-n", "流程已印发", "-e", chen.writes("流程.txt", "处置流程"))
        chen.types("同步")
        zhao.types("sync")
        zhao.types("verify", "ZG-2024-001", "--opinion", "现场核查属实")
        zhao.types("sync")

    def it_is_signed_off(self) -> None:
        zhao, wang = self.zhao, self.wang
        zhao.types("close", "ZG-2024-001", "--opinion", "同意销号")
        zhao.types("sync")
        wang.types("同步")
        wang.types("措施", "RW-2024-001", "1")
        wang.types("措施", "RW-2024-001", "2")
        wang.types("报办结", "RW-2024-001", "-n", "已印发", "--ref", "局办〔2024〕6号")
        wang.types("同步")

    def one_is_late_and_everybody_is_behind(self) -> None:
        """A working Sunday: three have something to send, and each is behind another."""
        wang, zhao, chen = self.wang, self.zhao, self.chen
        zhao.types("sync")
        zhao.types("close", "RW-2024-001", "--opinion", "同意办结")
        chen.types("进展", "RW-2024-004", "拆除3处", "--percent", "50")
        wang.types(
            "新增",
            "ZG-2024",
            "报表数据迟报",
            "-u",
            "JGDW",
            "-d",
            "2024-12-31",
            "--set",
            "acceptance_unit=JGJW",
        )
        chen.types("同步", "--rebase")
        wang.types("同步")
        zhao.types("sync")

    def the_month_ends(self) -> None:
        for person in self.people:
            person.types("sync")
