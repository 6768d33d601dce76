"""An office set up from an empty folder, and a year of it, without one line of YAML by hand."""

from pathlib import Path

import pytest

from tests.cli.office import CLERK, HEAD, TODAY, UNIT_CLERK, Office

SET_UP = """
unit add ZRZYT 省自然资源厅
unit set JGDW parent=ZRZYT --slip
unit add JGJW 机关纪委 --under 省自然资源厅
unit add TDLY 土地利用处 --under ZRZYT --alias 利用处
unit add KFLY 开发利用处 --under ZRZYT
unit add LDXZ 领导小组 --under ZRZYT --kind body
person add jgjw-head --name 机关纪委书记 --unit 机关纪委 --role 审核人 --email {head}
person add tdly-clerk --unit 利用处 --role clerk --email {unit}
person add leader --unit ZRZYT --role approver --email leader@a.example
plan add GH-14 五年规划 --from 2021-01-01 --until 2025-12-31
plan add ZT-2024 攻坚行 --under GH-14 --year 2024
campaign add ZX-2024-01 专项治理
policy set near=20,10 record_types+=党课,走访 name=省厅总台账
duty add 调度 --held-by 领导小组 --every 每年 --at-least 3 --from 2024-01-01
duty add 党课 --held-by JGDW --every 每季度 --from 2024-01-01
calendar add 2027 --doc 国办发明电〔2026〕1号 --holiday 2027-01-01..2027-01-03 --workday 2026-12-26
calendar set 2027 放假日+=2027-10-01至2027-10-07 调休上班日+=2027-10-09
new RW-2024 --kind task --title 任务清单 --issued-on 2024-01-02 --plan 攻坚行 --set 称谓=清单
new ZG-2024 --kind 整改 --title 整改台账 --issued-on 2024-01-02 --set defaults.acceptance_unit=JGJW
policy set --ledger ZG-2024 rectification.steps=submit,verify,publish,close rectification.publicity_days=5
add RW-2024 清查 -u TDLY -d 2024-05-01 --owner tdly-clerk --set campaign=ZX-2024-01 --date 2024-02-01
add ZG-2024 程序不规范 -u 利用处 -d 2024-12-31 --date 2024-02-01
person handover leader --email next@a.example --from 2024-05-01
unit rename 开发利用处 开发利用与市场处 --from 2024-05-01
unit merge TDLY --into 开发利用处 -r 机构改革 --doc 编办1号 --approved-by leader
person move tdly-clerk kfly-clerk --unit KFLY
set RW-2024-001 owner=kfly-clerk
duty handover 调度 --to JGDW --from 2024-07-01
policy set 任务.佐证件数=2 --from 2024-07-01 --doc 办发3号
person leave jgjw-head --until 2024-12-31
"""


def test_a_year_of_an_office_needs_no_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", f"{TODAY}T10:00:00+0800")
    office = Office(tmp_path, monkeypatch)
    office.ok("init", "--unit", "JGDW 机关党委", "--as", "jgdw-clerk", "--email", CLERK, today=None)
    # Version 1 begins with the year in which the test runs; the office lives in another.
    book = tmp_path / "ledgers/book.yaml"
    year = book.read_text("utf-8").partition("  - from: ")[2][:4]
    book.write_text(book.read_text("utf-8").replace(f"from: {year}-", "from: 2024-"), "utf-8")
    office.git("commit", "--quiet", "--all", "--message", "规则")
    founded = office.git("rev-parse", "HEAD").strip()
    for command in SET_UP.format(head=HEAD, unit=UNIT_CLERK).strip().splitlines():
        office.ok(*command.split())
        if "RW-2024-001" in str(sorted(tmp_path.rglob("RW-*.yaml"))):
            checked = office("check", "--strict")
            assert checked.code == 0, f"{command}: {checked}"
    assert office.git("status", "--porcelain") == ""
    assert len(office.git("log", "--format=%h").split()) == len(SET_UP.strip().splitlines()) + 2
    assert "clean" in office.ok("check", "--strict", today="2024-12-31")
    audited = office("audit", f"{founded}..HEAD")
    assert audited.code == 0, audited.out
