"""A book in an editor: yaml-language-server with the settings and the schemas that `init` writes."""

import json
from collections.abc import Iterator
from itertools import count

import pytest

from cleanledger.operations.editor import SETTINGS, editor_files
from cleanledger.store.changeset import write_changes
from tests.schemas.language_server import PROGRAM, LanguageServer, place_of
from tests.schemas.readers import BOOKS
from tests.schemas.test_variants import variants

ENTRY = "ledgers/ZG-2024/ZG-2024-031.yaml"
LEGAL = """\
kind: rectification
id: ZG-2024-031
title: 闲置土地处置程序不规范
lead_unit: GDBH
due: 2024-06-30
status: open
round: 1
log:
  - {date: 2024-02-01, by: jgdw-clerk, did: add, due: 2024-06-30, lead_unit: GDBH}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """A server for a workspace with what `init` writes for editors, in Chinese."""
    if not PROGRAM.exists():
        pytest.skip("yaml-language-server is not on this machine: make editor")
    workspace = tmp_path_factory.mktemp("workspace")
    (workspace / "schemas").mkdir()
    (workspace / ".vscode").mkdir()
    write_changes(workspace, editor_files(workspace, "zh").changes)
    settings = json.loads((workspace / SETTINGS).read_text(encoding="utf-8"))
    with LanguageServer(workspace, settings) as running:
        # Until it has taken up the settings it knows no schema and finds nothing.
        assert any(running.open(place("ledgers/book.yaml"), "wrong: 1\n") for _attempt in range(50))
        yield running


NUMBERS = count(1)


def place(path: str) -> str:
    """`path` in a book of its own, one of many in the workspace."""
    return f"{next(NUMBERS)}/{path}"


def faults(server: LanguageServer, path: str, text: str) -> dict[str, str]:
    """What the server says of a document: by the text that it underlines."""
    lines = text.splitlines()
    found = {}
    for each in server.open(place(path), text):
        begin, end = each["range"]["start"], each["range"]["end"]
        found[lines[begin["line"]][begin["character"] : end["character"]]] = str(each["message"])
    return found


def test_nothing_is_said_of_legal_files(server: LanguageServer) -> None:
    assert faults(server, ENTRY, LEGAL) == {}
    for name in ("book.yaml", "units.yaml", "plans.yaml", "FX-2024/ledger.yaml", "FX-2024/FX-2024-001.yaml"):
        assert faults(server, f"ledgers/{name}", (BOOKS[1] / name).read_text(encoding="utf-8")) == {}, name


def test_what_is_wrong_is_underlined_in_its_place_and_said_in_chinese(server: LanguageServer) -> None:
    broken = (
        LEGAL.replace("due: 2024-06-30\n", "due: 2024-06-31\n")
        .replace("lead_unit: GDBH\n", "lead_unit: 耕保处\nleeder: 分管副厅长\n")
        .replace("status: open", "status: opened")
        .replace("did: add", "reason: 无, did: add")
    )
    found = faults(server, ENTRY, broken)
    assert found.keys() == {"2024-06-31", "耕保处", "leeder", "opened", "reason"}
    assert "日期" in found["2024-06-31"]
    assert "代码" in found["耕保处"]
    assert "open" in found["opened"]
    assert "该值" in found["opened"]


@pytest.mark.parametrize("path", ["book.yaml", "units.yaml", "plans.yaml", "ZG-2024/ledger.yaml"])
def test_each_kind_of_file_is_judged_by_its_own_schema(server: LanguageServer, path: str) -> None:
    variant = next(each for each in variants() if each.path == path)
    text = (BOOKS[1] / path).read_text(encoding="utf-8")
    assert faults(server, f"ledgers/{path}", text.replace(variant.change, variant.broken))


def test_a_file_of_yaml_that_is_none_of_a_book_is_not_judged(server: LanguageServer) -> None:
    assert faults(server, "notes/book.yaml", "anything: 1\n") == {}


@pytest.mark.parametrize(
    ("at", "title", "says"),
    [
        (("lead_unit",), "牵头单位", "只填一个"),
        (("status",), "状态", "`closed`: 已办结"),
        (("log", "date"), "日期", "发生之日"),
        (("log", "did"), "行为", "`submit`: 报办结、申请销号"),
        (("log", "add", "due"), "时限", "首次时限"),
    ],
)
def test_the_pointer_shows_a_field_in_chinese(
    server: LanguageServer, at: tuple[str, ...], title: str, says: str
) -> None:
    path = place(ENTRY)
    assert server.open(path, LEGAL) == []
    shown = server.hover(path, place_of(LEGAL, at[-1] + ":", after=at[:-1]))
    assert shown.startswith(f"#### {title}\n")
    assert says in shown


def offered(server: LanguageServer, text: str) -> dict[str, str]:
    """What is offered at the bar in `text`, with what is said of it."""
    path = place(ENTRY)
    before, _bar, rest = text.partition("|")
    server.open(path, before + rest)
    line = before.rpartition("\n")[2]
    found = server.completions(path, (before.count("\n"), len(line)))
    return {label: str(item.get("documentation", "")) for label, item in found.items()}


def test_keys_are_offered_by_kind_with_what_they_hold(server: LanguageServer) -> None:
    task = offered(server, LEGAL.replace("rectification", "task") + "a|\n")
    rectification = offered(server, LEGAL + "a|\n")
    assert {"leader", "measures", "effect"} <= task.keys() & rectification.keys()
    assert "acceptance_unit" in rectification.keys() - task.keys()
    assert not {"likelihood", "held_by", "no_risk"} & {*task, *rectification}
    assert "验收" in rectification["acceptance_unit"]


def test_keys_of_a_log_line_are_offered_by_what_it_did(server: LanguageServer) -> None:
    line = LEGAL + "  - date: 2024-03-01\n    by: gdbh-clerk\n    did: {}\n    r|\n"
    extend, start = (offered(server, line.replace("{}", verb)) for verb in ("extend", "start"))
    assert {"to", "was", "approved_by", "reason"} <= extend.keys() - start.keys()
    assert "doc" in start.keys() & extend.keys()


def test_words_are_offered_with_their_meaning(server: LanguageServer) -> None:
    assert offered(server, "kind: |\n") == {
        "directive": "上级部署",
        "task": "任务",
        "power": "权责事项",
        "risk": "廉政风险点",
        "rectification": "整改项",
        "record": "工作记录",
    }
    assert offered(server, LEGAL + "effect: |\n").keys() == {"good", "fair", "poor"}
    assert offered(server, LEGAL + "standing: |\n").keys() == {"true", "false"}
