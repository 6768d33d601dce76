"""What is offered when TAB is pressed: words and a cursor in, candidates out."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from cleanledger import i18n
from cleanledger.cli.commands import OFFERED
from cleanledger.cli.completing.candidates import MOST_TITLES, Reply
from cleanledger.cli.completing.fits import Fits, fits
from cleanledger.cli.completing.line import quoted, split
from cleanledger.cli.completing.respond import answer, respond
from cleanledger.cli.completing.table import load
from cleanledger.cli.help import first_sentence
from tests.cli.completed_book import ENTRIES, make_book, values, write, write_entry
from tests.cli.test_start import HEAVY

BREAKS = " \t\n\"'><=;|&(:"


@pytest.fixture(autouse=True)
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The book of the folder in which all this is typed."""
    folder = make_book(tmp_path / "office")
    monkeypatch.chdir(folder)
    return folder


def offered(*line: str, **environment: str) -> list[str]:
    """What is offered for the last word of `line`, as it would stand there."""
    found = reply(*line, **environment)
    return [found.keep + each.value for each in found.candidates]


def reply(*line: str, **environment: str) -> Reply:
    *words, typed = line
    return answer(words, typed, environment=environment, encoding="utf-8")


def said(*line: str, **environment: str) -> Mapping[str, str]:
    """What is said of each candidate."""
    return {each.value: each.text for each in reply(*line, **environment).candidates}


def bash(line: str, *, kind: int = 9, columns: int = 80, **environment: str) -> list[str]:
    """What bash is told, the first line aside."""
    stream = Terminal()
    respond(["bash", line, BREAKS, str(kind), str(columns)], environment, stream)
    return stream.getvalue().splitlines()[1:]


class Terminal(io.StringIO):
    encoding = "utf-8"


# Commands


def test_every_command_is_offered_with_its_summary() -> None:
    i18n.use("en")
    assert [*said("").items()] == [(name, first_sentence(each.summary)) for name, each in OFFERED.items()]


def test_chinese_names_are_offered_in_chinese() -> None:
    assert offered("", LEDGER_LANG="zh")[:2] == ["today", "今日"]
    assert "销号" in offered("", LANG="zh_CN.UTF-8")
    assert "销号" in offered("--lang", "zh", "")
    assert "销号" not in offered("")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_half_typed_chinese_name_completes(language: str) -> None:
    assert offered("销", LEDGER_LANG=language) == ["销号"]


def test_a_command_by_its_chinese_name_takes_what_it_takes() -> None:
    assert offered("销号", "ZG-2024-1") == offered("close", "ZG-2024-1") == ["ZG-2024-112"]


def test_commands_below_a_command() -> None:
    assert offered("unit", "") == offered("单位", "") == ["add", "list", "set", "rename", "merge", "handover"]
    assert offered("unit", "新", LEDGER_LANG="zh") == ["新增"]


def test_nothing_is_offered_after_a_command_that_is_not_there() -> None:
    assert offered("no-such", "") == []


# Options


def test_the_options_of_the_command_at_hand() -> None:
    assert offered("close", "--op") == ["--opinion"]
    assert offered("progress", "--op") == []
    english, chinese = i18n.in_every_language("What the one who checked says.")
    assert said("close", "--op") == {"--opinion": english}
    assert said("close", "--op", LEDGER_LANG="zh") == {"--opinion": chinese}


def test_an_option_that_was_given_is_not_offered_again() -> None:
    assert "--note" not in offered("close", "-n", "x", "--")
    assert "--measure" in offered("add", "-m", "x", "--")


def test_only_commands_that_read_are_told_another_day() -> None:
    assert "--today" in offered("due", "--")
    assert "--today" not in offered("close", "--")
    assert "--book" in offered("close", "--")


def test_after_two_hyphens_nothing_is_an_option() -> None:
    assert offered("close", "--", "--op") == []
    assert offered("close", "--", "ZG-2024-1") == ["ZG-2024-112"]
    assert offered("progress", "--", "31", "done", "") == []
    assert "--percent" in offered("progress", "31", "done", "")


# Entries


def test_ids_with_their_titles() -> None:
    assert said("show", "ZG") == {each: ENTRIES[each] for each in ENTRIES if each.startswith("ZG")}
    assert list(said("show", "")) == sorted(ENTRIES)


def test_an_id_cut_to_its_number() -> None:
    assert offered("show", "112") == ["ZG-2024-112"]
    assert offered("show", "31") == ["RW-2024-031", "ZG-2024-031"]
    assert offered("show", "3") == ["RW-2024-031", "ZG-2024-030", "ZG-2024-031"]
    assert offered("show", "zg-2024-1") == offered("show", "ZG-112") == ["ZG-2024-112"]
    assert offered("show", "9") == []


def test_only_kinds_that_the_verb_is_for() -> None:
    assert offered("close", "FX") == []
    assert offered("progress", "FX") == ["FX-2024-007"]


def test_an_id_that_was_given_is_not_offered_again() -> None:
    assert offered("close", "zg-2024-030", "ZG-2024-0") == ["ZG-2024-031"]


def test_only_one_id_where_one_is_taken() -> None:
    assert offered("progress", "ZG-2024-030", "ZG") == []


def test_of_many_entries_first_the_ledger_is_completed(book: Path) -> None:
    for number in range(200, 200 + MOST_TITLES):
        write_entry(book, f"ZG-2024-{number}", "另一项")
    found = reply("show", "")
    assert {each.value: each.text for each in found.candidates}["ZG-2024-"] == "整改台账"
    assert len(found.candidates) == 4
    assert found.open
    assert len(reply("show", "ZG-2024-").candidates) == MOST_TITLES + 3
    assert not any(each.text for each in reply("show", "ZG-2024-").candidates)


def test_the_record_of_a_meeting() -> None:
    assert said("close", "ZG-2024-030", "--meeting", "") == {"JL-2024-001": "党组会研究"}


# What the book names


def test_units_by_code_with_their_names() -> None:
    assert said("due", "--unit", "") == {"GDBH": "耕地保护处", "JGJW": "机关纪委", "JGDW": "机关党委"}
    assert offered("due", "-u", "jg") == ["JGJW", "JGDW"]


def test_units_by_name_and_alias() -> None:
    assert said("due", "--unit", "耕") == {"耕地保护处": "GDBH", "耕保处": "GDBH"}


def test_a_name_that_two_units_have_is_not_offered(book: Path) -> None:
    write(book / "units.yaml", "units: [{code: A, name: 办公室}, {code: B, name: 办公室}]\n")
    assert offered("due", "--unit", "办") == []
    assert offered("due", "--unit", "") == ["A", "B"]


@pytest.mark.parametrize("written", ["--unit=", "-u"])
def test_a_value_that_hangs_on_its_option(written: str) -> None:
    assert offered("due", f"{written}GD") == [f"{written}GDBH"]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (("add", ""), ["FX-2024", "JL-2024", "RW-2024", "ZG-2024"]),
        (("add", "任"), ["任务清单"]),
        (("add", "RW-2024", "t", "--owner", ""), ["gdbh-clerk", "jgjw-head"]),
        (("close", "ZG-2024-030", "--actor", "g"), ["GDBH", "gdbh-clerk"]),
        (("new", "X", "--campaign", ""), ["ZX-2024-01"]),
        (("new", "X", "--plan", ""), ["GH-14", "ZT-2024"]),
        (("new", "X", "--kind", "re"), ["rectification", "record"]),
        (("new", "X", "--kind", "整"), ["整改项"]),
        (("unit", "add", "C", "N", "--kind", ""), ["unit", "body", "branch", "group", "outside"]),
        (("list", "--status", "su"), ["submitted", "suspended"]),
        (("list", "--format", "m"), ["markdown"]),
        (("show", "--format", ""), ["text", "json"]),
        (("report", "ro"), ["rollup"]),
        (("report", "rollup", "--by", "l"), ["ledger", "leader", "level"]),
        (("check", "--select", "LG501"), ["LG501"]),
        (("person", "add", "p", "--role", "cl"), ["clerk"]),
        (("init", "--preset", ""), ["solo", "paper", "team"]),
        (("--lang", ""), ["en", "zh"]),
        (("--as", "j"), ["jgjw-head"]),
        (("completion", ""), ["bash", "zsh", "fish"]),
    ],
    ids=" ".join,
)
def test_values(line: tuple[str, ...], values: list[str]) -> None:
    assert offered(*line) == values


@pytest.mark.parametrize(
    "line", [("new", ""), ("add", "RW-2024", ""), ("add", "RW-2024", "t", "-d", ""), ("progress", "31", "")]
)
def test_nothing_is_offered_where_anything_may_be_typed(line: tuple[str, ...]) -> None:
    assert reply(*line) == Reply()


def test_files_are_left_to_the_shell() -> None:
    assert reply("evidence", "ZG-2024-030", "").files == Fits.FILE
    assert reply("close", "31", "--evidence=").files == Fits.FILE
    assert reply("init", "").files == Fits.FOLDER


# Changes


def test_fields_of_the_kind_at_hand() -> None:
    assert offered("set", "ZG-2024-030", "acc") == ["acceptance_unit=", "accepted="]
    assert offered("set", "RW-2024-001", "acc") == ["accepted="]
    assert offered("set", "112", "acc") == ["acceptance_unit=", "accepted="]
    assert offered("add", "FX-2024", "t", "--set", "man") == ["manifestation="]
    assert reply("set", "ZG-2024-030", "acc").open


def test_fields_by_their_chinese_titles() -> None:
    assert offered("set", "ZG-2024-030", "验收") == ["验收单位="]
    assert offered("set", "ZG-2024-030", "验收单位=JGJ") == ["验收单位=JGJW"]


def test_values_of_fields() -> None:
    assert offered("set", "ZG-2024-030", "units=GDBH,JGJ") == ["units=GDBH,JGJW"]
    assert offered("set", "ZG-2024-030", "units+=GD") == ["units+=GDBH"]
    assert offered("set", "ZG-2024-030", "effect=") == ["effect=good", "effect=fair", "effect=poor"]
    assert offered("set", "ZG-2024-030", "related=FX") == ["related=FX-2024-007"]
    assert offered("set", "ZG-2024-030", "title=") == []


# Which book


def test_outside_of_a_book_there_are_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert offered("clo") == ["close"]
    assert offered("close", "") == offered("due", "--unit", "") == offered("add", "") == []


def test_the_book_that_the_line_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "office").rename(tmp_path / "here")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HERE", str(tmp_path / "here"))
    for line in (
        ("--book", "here", "show", "11"),
        ("show", "--book=here", "11"),
        ("--book", "$HERE", "show", "11"),
    ):
        assert offered(*line) == ["ZG-2024-112"], line
    assert offered("show", "11", LEDGER_BOOK="here") == ["ZG-2024-112"]
    assert offered("--book", "nowhere", "show", "11", LEDGER_BOOK="here") == []


# What is broken or hostile


@pytest.mark.parametrize(
    "text",
    [
        "units: [",
        "units: {code: A}",
        "[" * 5000,
        "a: &a [1]\nunits: *a",
        "\xff".encode("utf-16").decode("latin-1"),
        "units: [{code: 1, name: {}}, 7, {name: x}]",
        "",
    ],
)
def test_a_broken_file_gives_nothing(book: Path, text: str) -> None:
    write(book / "units.yaml", text)
    assert [each for each in offered("due", "--unit", "") if each != "1"] == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_what_is_no_file_is_not_waited_for(book: Path) -> None:
    (book / "units.yaml").unlink()
    os.mkfifo(book / "units.yaml")
    (book / "ZG-2024" / "ZG-2024-112.yaml").unlink()
    os.mkfifo(book / "ZG-2024" / "ZG-2024-112.yaml")
    assert offered("due", "--unit", "") == []
    assert said("show", "112") == {"ZG-2024-112": ""}


def test_a_ledger_that_cannot_be_looked_into_gives_nothing(book: Path) -> None:
    stream = Terminal()
    (book / "ZG-2024" / "ledger.yaml").unlink()
    assert respond(["fish", "close", "ZG"], {}, stream) == 0
    assert respond(["no-such-shell"], {}, stream) == respond([], {}, stream) == 0


def test_what_acts_on_a_terminal_is_shown_and_never_put_in(book: Path) -> None:
    names = ["耕\\u202e处", "耕\\e[31m", "耕\\n rm", "耕\\u200b地", "耕地"]
    rows = "".join(f'  - {{code: U{place}, name: "{name}"}}\n' for place, name in enumerate(names))
    write(book / "units.yaml", f"units:\n{rows}")
    assert offered("due", "--unit", "耕") == ["耕地"]
    texts = said("due", "--unit", "U").values()
    assert list(texts)[:3] == ["耕\\u202e处", "耕\\u001b[31m", "耕\\u000a rm"]
    assert all(text.isprintable() for text in texts)


# How bash hands a line over, and takes an answer


@pytest.mark.parametrize(
    ("line", "words", "current", "kept", "quote"),
    [
        ("ledger clo", (), "clo", "", ""),
        ("ledger close ", ("close",), "", "", ""),
        ("ledger add RW-2024 'a b' --unit=GD", ("add", "RW-2024", "a b"), "--unit=GD", "--unit=", ""),
        ('ledger due --unit "耕地 保', ("due", "--unit"), "耕地 保", "", '"'),
        ("ledger due --unit='耕", ("due",), "--unit=耕", "--unit=", "'"),
        ("ledger due --unit 耕\\ 地", ("due", "--unit"), "耕 地", "", ""),
        ('ledger add a"b c"d', ("add",), "ab cd", "", ""),
        ("ledger show $(rm x) `id` y", ("show", "$", "rm", "x", "`id`"), "y", "", ""),
        ("ledger list 2>/dev/null --un", ("list",), "--un", "", ""),
        ('ledger add "" ', ("add", ""), "", "", ""),
    ],
)
def test_a_line_of_bash(line: str, words: tuple[str, ...], current: str, kept: str, quote: str) -> None:
    found = split(line, BREAKS)
    assert (found.words, found.current, found.kept, found.quote) == (words, current, kept, quote)


def test_where_output_goes_is_the_shells_to_complete() -> None:
    stream = Terminal()
    respond(["bash", "ledger list > ov", BREAKS, "9", "80"], {}, stream)
    assert stream.getvalue() == "files\n"


@pytest.mark.parametrize(
    "text", ["$(touch x)", "`id`", "a;b", "耕地 处", "~x", "!1", "a'b", 'a"b', "\\", "*"]
)
def test_quoted_text_is_itself_to_bash(text: str) -> None:
    for quote in ("", "'", '"'):
        written = quoted(text, quote)
        if written is not None:
            assert split(f"x {quote}{written}{quote} ", BREAKS).words == (text,)
    assert quoted("a'b", "'") is None


def test_bash_is_shown_titles_where_there_are_several() -> None:
    assert bash("ledger show ZG-2024-03") == [
        "ZG-2024-030  闲置土地处置程序不规范",
        "ZG-2024-031  批而未供土地消化进度偏慢",
    ]
    assert bash("ledger show ZG-2024-1") == ["ZG-2024-112"]
    assert bash("ledger show ZG-2024-03", columns=24)[0] == "ZG-2024-030  闲置土地处置程序…"


def test_bash_is_given_nothing_but_ids_where_it_puts_them_in_one_after_the_other() -> None:
    assert bash("ledger show ZG-2024-03", kind=ord("%")) == ["ZG-2024-030", "ZG-2024-031"]


def test_bash_leaves_a_number_alone_that_several_entries_have(book: Path) -> None:
    write_entry(book, "ZG-2024-310", "又一项")
    found = bash("ledger close 31")
    assert len({line[0] for line in found}) > 1
    assert [line.split()[0] for line in found] == ["31", "RW-2024-031", "ZG-2024-031", "ZG-2024-310"]


def test_bash_replaces_what_follows_the_equals_sign() -> None:
    assert bash("ledger due --unit=GD") == ["GDBH"]
    assert bash("ledger set ZG-2024-030 lead_unit=GD") == ["GDBH"]


def test_names_are_quoted_for_bash(book: Path) -> None:
    write(book / "units.yaml", "units: [{code: A, name: '耕 $(id)'}]\n")
    assert bash("ledger due --unit 耕") == ["耕\\ \\$\\(id\\)"]
    assert bash('ledger due --unit "耕') == ["耕 \\$(id)"]
    assert bash("ledger due --unit '耕") == ["耕 $(id)"]


def test_zsh_is_told_how_much_of_the_word_stays() -> None:
    stream = Terminal()
    respond(["zsh", "due", "--unit=GD"], {}, stream)
    assert stream.getvalue() == "words 7\nGDBH:耕地保护处\n"
    stream = Terminal()
    respond(["zsh", "show", "31"], {}, stream)
    assert stream.getvalue().startswith("list 0\n")


# The tables behind it


def test_every_parameter_has_its_place_in_the_table_of_what_fits() -> None:
    table = load("en")
    program = table.command()
    assert program is not None
    groups = {name: getattr(table.command(name), "commands", ()) for name in program.commands}
    paths = [(name, *below) for name, each in groups.items() for below in ((), *((one,) for one in each))]
    left = []
    for path in paths:
        command = table.command(*path)
        assert command is not None
        for each in command.parameters:
            is_named = "|" in each.metavar or not each.metavar
            if not is_named and fits(" ".join(path), each.key, each.metavar) is None:
                left.append((" ".join(path), each.key, each.metavar))
    assert not left, f"say in cleanledger/cli/completing/fits.py what may be typed there: {left}"


def test_what_fits_has_words_or_comes_from_the_book() -> None:
    from cleanledger.cli.completing.candidates import _OFFERS

    elsewhere = {Fits.NOTHING, Fits.ENTRY, Fits.RECORD, Fits.CHANGE, Fits.LOG_CHANGE, Fits.FILE, Fits.FOLDER}
    table = load("en")
    assert [each for each in Fits if each not in {*elsewhere, *_OFFERS} and not table.has_words(each)] == []


# Whole processes


def run(*arguments: str, cwd: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "cleanledger", "_complete", *arguments]
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, encoding="utf-8", check=True
    )


def test_a_process_answers_and_is_otherwise_silent(book: Path) -> None:
    done = run("fish", "show", "11", cwd=book)
    assert (done.stdout, done.stderr) == ("words 0\nZG-2024-112\t占补平衡核查把关不严\n", "")
    assert values(run("fish", "销", cwd=book, LEDGER_LANG="zh").stdout.splitlines()) == ["销号"]
    done = run("fish", "show", "\udcff", cwd=book)
    assert (done.stdout, done.stderr) == ("words 0\n", "")


@pytest.mark.parametrize(
    ("line", "allowed"), [(("close", ""), set()), (("add", "--"), set()), (("due", "--unit", ""), {"yaml"})]
)
def test_a_process_loads_nothing_that_is_slow(book: Path, line: tuple[str, ...], allowed: set[str]) -> None:
    code = (
        "import os, sys; from cleanledger.__main__ import main\n"
        f"sys.argv = ['ledger', '_complete', 'fish', *{line!r}]\n"
        "os._exit = lambda code: print(*sys.modules, file=sys.stderr)\n"
        "try: main()\n"
        "except SystemExit: pass\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=book, capture_output=True, text=True, check=True)
    slow = {*HEAVY, "typer", "click", "wcwidth", "dataclasses", "subprocess", "sqlite3"}
    assert slow & set(done.stderr.split()) <= allowed
    assert len(done.stdout.splitlines()) > 1


def test_a_terminal_that_has_no_chinese_is_given_codes(book: Path) -> None:
    done = run("fish", "due", "--unit", "JGJ", cwd=book, PYTHONIOENCODING="ascii")
    assert (done.stdout, done.stderr) == ("words 0\nJGJW\t\\u673a\\u5173\\u7eaa\\u59d4\n", "")
    done = run("fish", "due", "--unit", "机", cwd=book, PYTHONIOENCODING="ascii")
    assert (done.stdout, done.stderr) == ("words 0\n", "")
