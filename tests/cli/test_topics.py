"""`ledger explain` knows every rule, verb, command, field, status, signal and kind, in both languages."""

import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleanledger import i18n
from cleanledger.checks.catalog import RULES
from cleanledger.cli import examples
from cleanledger.cli.commands import OFFERED
from cleanledger.cli.topics import Commands, Topic, asked_for, nearest, topics
from cleanledger.model.cover import KINDS as KIND_CODES
from cleanledger.model.fields import fields
from cleanledger.model.lifecycle import MOVES
from cleanledger.model.log import KEYS_OF_VERBS
from cleanledger.model.verb_names import CHINESE
from cleanledger.model.vocabulary import KINDS, OF_RECTIFICATIONS, STATUSES
from cleanledger.operations.verbs import VERBS
from cleanledger.render.explain.status import SIGNAL_MEANINGS
from cleanledger.render.origin import Target
from cleanledger.render.page import Example, Page, page_markdown, pages_json, pages_text
from tests.cli.office import Office
from tests.cli.test_verb_examples import put
from tests.language.driven import runs, say
from tests.language.english import english_in

_AS_TYPED = re.compile(r"`[^`]*`")


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param)
    yield request.param
    i18n.use("en")


def built() -> Commands:
    """Every command, made in the language in use."""
    return {name: offered.build() for name, offered in OFFERED.items()}


def known() -> tuple[Topic, ...]:
    return topics(built())


def names_of(found: tuple[Topic, ...], what: str) -> set[str]:
    return {topic.name for topic in found if topic.what == what}


def texts_of(page: Page) -> Iterator[str]:
    """What a page says, but for what stands in files, what is typed, and the help of commands."""
    yield page.lead if page.what != "verb" else ""
    for section in page.sections:
        if section.heading == i18n._("what it takes"):
            continue
        yield section.heading
        for block in section.blocks:
            if not isinstance(block, Example):
                yield block.label
                yield from block.texts


def test_all_that_the_tables_hold_can_be_asked_for() -> None:
    found = known()
    assert names_of(found, "rule") == {rule.code for rule in RULES}
    assert names_of(found, "status") == set(STATUSES)
    assert names_of(found, "kind") == set(KIND_CODES)
    assert names_of(found, "signal") == set(SIGNAL_MEANINGS)
    assert names_of(found, "field") >= {field.key for field in fields()} | {field.path for field in fields()}
    typed = names_of(found, "verb") | names_of(found, "command")
    assert typed >= set(OFFERED) | set(VERBS) | set(KEYS_OF_VERBS) | {verb for _kind, verb in MOVES}


def test_each_is_explained_in_both_languages(language: str) -> None:
    for topic in known():
        page = topic.page()
        assert page.title.removeprefix("ledger ").startswith(topic.name), topic.name
        assert page.lead or page.sections, topic.name
        assert pages_text([page], Target(width=80)).count("\n") > 1, topic.name
        assert page_markdown(page, 1).startswith("# "), topic.name
        assert f'"name": "{topic.name}"' in pages_json([page], Target()), topic.name
        if language == "zh" and topic.what != "command":
            english = [text for each in texts_of(page) for text in english_in(_AS_TYPED.sub("", each))]
            assert not english, topic.name


def test_verbs_and_commands_are_explained_in_chinese(tmp_path: Path) -> None:
    """Help is made in the language that was in use at the start: in a process of its own."""
    names = [name for topic in known() if topic.what in ("verb", "command") for name in topic.names]
    chosen = [name for name in names if " " not in name]
    told = runs(tmp_path, [("explain", *chosen), "explain unit add"], today="")
    (answer, inner) = say(told, tmp_path / "home").answers
    assert answer.code == inner.code == 0
    # Fields of these names are shown as well, and their examples are what a file holds.
    shown = (line for line in [*answer.lines, *inner.lines] if not line.startswith("  示例"))
    assert [line for line in shown if english_in(line)] == []
    assert "参数" in answer.out


def test_nothing_is_said_twice_under_one_label(language: str) -> None:
    for topic in known():
        for section in topic.page().sections:
            labels = [block.label for block in section.blocks if not isinstance(block, Example)]
            assert len(labels) == len(set(labels)), (language, topic.name, labels)


def test_chinese_words_are_known_in_every_language(language: str) -> None:
    found = known()
    words = {
        name: verb if verb in OFFERED else verb.replace("-", " ")
        for verb, names in CHINESE.items()
        for name in names
    }
    may_come = {"seal", "record"}  # named in the table of names before a command has them
    unknown = {
        word
        for word, verb in words.items()
        if not any(_spaced(each.name).endswith(_spaced(verb)) for each in asked_for(word, found))
    }
    assert {words[word] for word in unknown} <= may_come - set(OFFERED), (language, unknown)
    for status, word in OF_RECTIFICATIONS.items():
        assert status in {each.name for each in asked_for(word, found)}
    i18n.use("zh")
    for tables in (STATUSES, KINDS):
        for code, text in tables.items():
            assert code in {each.name for each in asked_for(i18n._(text), found)}, code
    for field in fields():
        assert field.key in {each.name for each in asked_for(field.title_zh, found)}


def _spaced(name: str) -> str:
    return f" {name}".replace("-", " ")


def test_a_word_that_is_several_things_is_shown_as_all_of_them() -> None:
    found = known()

    def sorts(word: str) -> list[str]:
        return [topic.what for topic in asked_for(word, found)]

    assert sorts("due") == ["command", "field"]
    assert sorts("evidence") == ["verb", "field"]
    assert sorts("rectification") == ["field", "kind"]
    assert sorts("逾期") == ["command"]
    assert sorts("作废") == ["verb", "status"]
    assert sorts("LG501") == sorts("lg501") == sorts("too-little-evidence") == ["rule"]
    assert sorts("measures.due") == sorts("measures[].due") == sorts("measures.2.due") == ["field"]
    assert sorts("no such word") == []


def test_the_nearest_names_are_given_for_a_word_that_is_none() -> None:
    found = known()
    assert "review" in nearest("reviewe", found)
    assert nearest("evidense", found)[0] == "evidence"
    assert "办结" in nearest("办结了", found)
    assert "完成时限" in nearest("成时限", found)
    assert nearest("qqqqqqqq", found) == ()


def test_a_verb_says_from_where_to_where_and_what_it_needs() -> None:
    (close,) = (topic.page() for topic in asked_for("close", known()))
    text = pages_text([close], Target(width=200))
    assert "task           open, doing, submitted → closed" in text
    assert "must say       opinion or document" in text
    assert "LG407 step-skipped" in text
    assert "$ ledger close ZG-2024-031" in text
    assert re.search(r"reports +rollup", text)
    for verb in ("extend", "submit"):
        (page,) = (topic.page() for topic in asked_for(verb, known()) if topic.what == "verb")
        assert page.facts["rules"], verb


def test_a_status_says_how_one_comes_and_goes_and_how_it_is_counted() -> None:
    pages = {topic.name: topic.page() for topic in known() if topic.what == "status"}
    assert pages["open"].facts["counted"] == ["not_due", "near", "overdue"]
    assert pages["submitted"].facts["counted"] == ["awaiting"]
    assert pages["closed"].facts["counted"] == ["adopted", "closed"]
    assert pages["approved"].facts["counted"] == ["uncounted"]
    assert pages["doing"].facts["from"] == {
        "task": ["start", "return", "resume", "reopen"],
        "rectification": ["start", "return", "resume", "reopen"],
    }
    assert pages["void"].facts["to"] == {kind: {} for kind in KIND_CODES if kind != "record"}


def test_a_field_says_who_changes_it() -> None:
    pages = {topic.name: topic.page() for topic in known() if topic.what == "field"}

    def changed(path: str, kind: str) -> object:
        places: Any = pages[path].facts["places"]
        (place,) = (each for each in places if each["file"] == "entry" and not each["path"].startswith("log"))
        return place["changed_by"][kind]

    assert changed("lead_unit", "task") == ["transfer"]
    assert changed("goal", "rectification") == ["amend"]
    assert changed("measures", "task") == ["measure", "amend"]
    assert changed("leader", "task") == ["set"]
    assert changed("measures[].done_on", "task") == ["measure"]
    assert changed("milestones[].done_on", "task") == ["set"]
    assert changed("approval", "risk") == ["approve"]
    assert changed("id", "task") == []


COMMANDS = [
    topic.name
    for topic in known()
    if topic.what == "command"
    and topic.name not in {name.split()[0] for name in examples.EXAMPLES if " " in name}
]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_a_command_can_be_typed(name: str, office: Office, tmp_path: Path) -> None:
    put(office, "rectification", "ZG-2024-031", "doing")
    office.git("add", "--all")
    office.git("commit", "--quiet", "--message", "x")
    office.ok("plan", "add", "GH-14", "五年规划", "--from", "2021-01-01")
    office.ok("campaign", "add", "ZX-2024-01", "专项治理")
    office.ok("calendar", "add", "2025", "--doc", "国办发明电〔2024〕12号", "--holiday", "2025-01-01")
    office.ok("duty", "add", "调度", "--held-by", "JGDW", "--every", "1 month", "--from", "2024-01-01")
    office.ok("new", "JL-2024", "--kind", "record", "--title", "工作记录")
    program, *arguments = shlex.split(examples.example_of(name))
    assert program == "ledger"
    _others(name, office, tmp_path)
    if name == "init":
        office.folder.joinpath("ledgers").rename(tmp_path / "elsewhere")
    office.ok(*arguments, today=None if name == "init" else "2024-06-01")


def _others(name: str, office: Office, tmp_path: Path) -> None:
    """What must be there for a command that is about more than one repository."""
    if name in ("join", "hooks receive"):
        office.git("clone", "--quiet", "--bare", ".", "共享台账.git")
    if name == "hooks receive":
        office.monkeypatch.chdir(office.folder / "共享台账.git")
        office.monkeypatch.setattr("sys.stdin", io.StringIO(""))
    if name == "check-file":
        office.ok("export", "--to", "清单.csv")
    if name == "sync":
        office.ok("share", f"{tmp_path}-shared.git", today=None)
    if name == "hooks merge":
        for version in ("base", "ours", "theirs"):
            (office.folder / f"{version}.yaml").write_text(office.text("ZG-2024-031"), encoding="utf-8")


def test_every_example_belongs_to_a_command() -> None:
    assert set(examples.EXAMPLES) <= set(COMMANDS)
