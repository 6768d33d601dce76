"""Edits of texts that the tool did not write: the meaning is what was asked, the rest stays as it was."""

import random
from collections.abc import Callable, Iterator, Sequence

import pytest

from cleanledger.errors import Refused
from cleanledger.model.source import Document, FieldPath, Plain, Tree
from cleanledger.store.edits import found
from cleanledger.store.reader import read_document
from cleanledger.store.splice import Append, Edit, EditRefused, Put, Remove, apply, splice

TEXTS = 260
MOST_REFUSED = 0.02
KEY_ORDER = (
    "kind", "id", "title", "detail", "source", "directives", "aspect", "lead_unit", "units",
    "leader", "owner", "goal", "due", "due_text", "measures", "evidence", "tags", "status", "round", "log",
)  # fmt: skip
WORDS = (
    "闲置土地",
    "处置程序",
    "不规范",
    "公示",
    "听证",
    "台账",
    "reviewed",
    "𠮷田",
    "3号",
    "(一)",
    "“整改”",
)
LINE: dict[str, Tree] = {
    "date": Plain("2024-07-10"),
    "by": "jgdw-clerk",
    "did": "close",
    "opinion": "同意销号",
}


# -- texts in hand-written style


class Writer:
    """Writes one entry the way people do; every choice is drawn from `chance`."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.dash = chance.choice(("  ", ""))

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def words(self, most: int = 4) -> str:
        return "".join(self.chance.choices(WORDS, k=self.chance.randint(1, most)))

    def text(self) -> str:
        words = self.words()
        style = self.chance.choice(("plain", "single", "double"))
        if style == "single":
            return f"'{words}: it''s #1'"
        if style == "double":
            return f'"{words}: \\"x\\"\\t, {{1}}"'
        return words

    def comment(self) -> str:
        return self.chance.choice(("", "", "", "  # 说明", " # a: b, {c}"))

    def note_lines(self, margin: str = "") -> list[str]:
        return [f"{margin}# {self.words(2)}: - x"] if self.maybe(0.2) else [""] if self.maybe(0.1) else []

    def pair(self, key: str, value: str) -> list[str]:
        gap = self.chance.choice((" ", " ", "   "))
        return [f"{key}:{gap}{value}{self.comment()}"]

    def long_text(self, key: str) -> list[str]:
        style = self.chance.choice(("|", "|-", ">", ">-", "|+", "quoted", "plain"))
        first, second = self.words(6), self.words(6)
        if style == "quoted":
            return [f'{key}: "{first}', "", f'  {second}"{self.comment()}']
        if style == "plain":
            return [f"{key}: {first}", f"  {second}{self.comment()}"]
        margin = self.chance.choice(("  ", "    "))
        lines = [f"{key}: {style}{self.comment()}", margin + first, "", margin + second]
        return [*lines, ""] if style == "|+" or self.maybe(0.2) else lines

    def pairs(self) -> list[tuple[str, str]]:
        count = self.chance.randint(2, 4)
        names = self.chance.sample(("date", "by", "did", "note", "doc", "reason"), count)
        return [(name, "2024-06-30" if name == "date" else self.text()) for name in names]

    def flow_map(self) -> str:
        blank = self.chance.choice(("", " "))
        inside = ", ".join(f"{key}: {value}" for key, value in self.flow_pairs())
        return f"{{{blank}{inside}{blank}}}"

    def flow_pairs(self) -> list[tuple[str, str]]:
        return [(key, value) for key, value in self.pairs() if value]

    def map(self, key: str) -> list[str]:
        if self.maybe(0.5):
            return self.pair(key, self.flow_map())
        lines = [f"{key}:{self.comment()}"]
        for name, value in self.pairs():
            lines += [*self.note_lines("  "), f"  {name}: {value}{self.comment()}"]
        return lines

    def list_of_maps(self, key: str) -> list[str]:
        if self.maybe(0.1):
            return self.pair(key, f"[{self.flow_map()}]")
        lines, kind = [f"{key}:{self.comment()}"], self.chance.choice(("flow", "block", "mixed"))
        for _ in range(self.chance.randint(1, 3)):
            lines += self.note_lines(self.dash)
            if kind == "flow" or (kind == "mixed" and self.maybe(0.5)):
                lines.append(f"{self.dash}- {self.flow_map()}{self.comment()}")
            else:
                lines += self.block_item()
        return lines

    def block_item(self) -> list[str]:
        (first, value), *others = self.pairs()
        lines = [f"{self.dash}- {first}: {value}{self.comment()}"]
        for name, other in others:
            lines += [*self.note_lines(self.dash + "  "), f"{self.dash}  {name}: {other}{self.comment()}"]
        if self.maybe(0.2):
            lines += [f"{self.dash}  text: |", f"{self.dash}    {self.words()}"]
        return lines

    def list_of_texts(self, key: str) -> list[str]:
        style = self.chance.choice(("flow", "rows", "comma rows", "block", "empty"))
        items = [
            self.text() if self.maybe(0.3) else code for code in self.chance.sample(["A1", "B2", "C3"], 3)
        ]
        items = items[: self.chance.randint(1, 3)]
        if style == "flow":
            return self.pair(key, "[" + ", ".join(items) + self.chance.choice(("]", ",]", " ]", ", ]")))
        if style == "empty":
            return self.pair(key, self.chance.choice(("[]", "[ ]")))
        if style == "block":
            rows = [[*self.note_lines(self.dash), f"{self.dash}- {item}{self.comment()}"] for item in items]
            return [f"{key}:{self.comment()}", *(line for row in rows for line in row)]
        comma = "," if style == "comma rows" else ""
        rows_in_brackets = [f"    {item},{self.comment()}" for item in items[:-1]]
        return [f"{key}: [", *rows_in_brackets, f"    {items[-1]}{comma}{self.comment()}", "  ]"]

    def parts(self) -> list[list[str]]:
        parts = [
            self.pair("id", "ZG-2024-031"),
            self.pair("title", self.text()),
            self.pair("due", self.chance.choice(("2024-12-31", "'2024-12-31'", '"2024-12-31"'))),
            self.pair("lead_unit", "GDBH"),
            self.pair("status", "open"),
            self.long_text("detail"),
            self.map("source"),
            self.list_of_texts("units"),
            self.list_of_maps("measures"),
        ]
        parts = [part for part in parts if self.maybe(0.85)]
        if self.maybe(0.3):
            self.chance.shuffle(parts)
        last = self.list_of_maps("log")
        parts.insert(self.chance.randint(0, len(parts)) if self.maybe(0.3) else len(parts), last)
        return [self.pair("kind", "rectification"), *parts]

    def entry(self) -> bytes:
        lines = self.note_lines() if self.maybe(0.5) else []
        lines += ["---"] if self.maybe(0.1) else []
        for part in self.parts():
            lines += [*part, *self.note_lines()]
        lines += self.note_lines()
        eol = "\r\n" if self.maybe(0.3) else "\n"
        end = "" if self.maybe(0.25) else eol
        bom = "\ufeff" if self.maybe(0.15) else ""
        return (bom + eol.join(lines) + end).encode()


def documents() -> Iterator[tuple[Document, random.Random]]:
    for seed in range(TEXTS):
        chance = random.Random(seed)
        document = read_document(Writer(chance).entry(), f"{seed}.yaml")
        assert document.data is not None, (document.text, document.problems)
        assert not document.problems, (document.text, document.problems)
        yield document, chance


# -- every kind of edit

Maker = Callable[[Document, random.Random], Sequence[Edit]]


def paths(document: Document, wanted: Callable[[FieldPath, Tree], bool]) -> list[FieldPath]:
    data = document.data or {}
    return [path for path in document.values if path and wanted(path, found(data, path) or "")]


def at_some_path(wanted: Callable[[FieldPath, Tree], bool], make: Callable[[FieldPath], Edit]) -> Maker:
    def maker(document: Document, chance: random.Random) -> Sequence[Edit]:
        possible = paths(document, wanted)
        return [make(chance.choice(possible))] if possible else []

    return maker


def always(edit: Edit) -> Maker:
    return lambda _document, _chance: [edit]


def is_text(_path: FieldPath, value: Tree) -> bool:
    return isinstance(value, str)


def is_nested_text(path: FieldPath, value: Tree) -> bool:
    return isinstance(value, str) and len(path) > 1


def is_map(_path: FieldPath, value: Tree) -> bool:
    return isinstance(value, dict)


def is_list_of_maps(_path: FieldPath, value: Tree) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def is_list_of_texts(path: FieldPath, value: Tree) -> bool:
    return isinstance(value, list) and not is_list_of_maps(path, value)


def is_item(path: FieldPath, _value: Tree) -> bool:
    return isinstance(path[-1], int)


def is_key(path: FieldPath, _value: Tree) -> bool:
    return isinstance(path[-1], str)


def is_top(path: FieldPath, _value: Tree) -> bool:
    return len(path) == 1


def closing(_document: Document, _chance: random.Random) -> Sequence[Edit]:
    item: Tree = {"path": "evidence/流程.pdf", "by": "gdbh-clerk", "round": Plain("1")}
    return [Put(("status",), "closed"), Append(("evidence",), item), Append(("log",), LINE)]


def many(document: Document, chance: random.Random) -> Sequence[Edit]:
    edits = [maker(document, chance) for maker in (KINDS["put a word"], KINDS["append a map"])]
    return [edit for some in edits for edit in some] + [
        Put(("goal",), "两行\n目标\n"),
        Put(("owner",), "x-y"),
    ]


KINDS: dict[str, Maker] = {
    "put a word": at_some_path(is_text, lambda path: Put(path, "已整改")),
    "put a nested word": at_some_path(is_nested_text, lambda path: Put(path, "已整改")),
    "put a date": at_some_path(is_text, lambda path: Put(path, Plain("2025-01-31"))),
    "put a typed word": at_some_path(is_text, lambda path: Put(path, "007")),
    "put punctuation": at_some_path(is_text, lambda path: Put(path, "- a: 'b' #c, {d} \"e\" \\ ")),
    "put lines": at_some_path(is_text, lambda path: Put(path, "第一行\n\n第二行: x\n")),
    "put top lines": at_some_path(
        lambda path, value: is_top(path, value) and is_text(path, value),
        lambda path: Put(path, "一\n  二\n# 三"),
    ),
    "put controls": at_some_path(is_text, lambda path: Put(path, "\x1b[2J\u2028\t")),
    "put a list for a text": at_some_path(is_text, lambda path: Put(path, ["A1", "B2"])),
    "put another list": at_some_path(is_list_of_texts, lambda path: Put(path, ["A1", "Z9"])),
    "put another map": at_some_path(is_map, lambda path: Put(path, {"by": "x", "new": "y"})),
    "put a text for anything": at_some_path(is_top, lambda path: Put(path, "已整改")),
    "put a new key": always(Put(("goal",), "全部整改")),
    "put a new long key": always(Put(("goal",), "全部整改\n长期坚持\n")),
    "put a new map": always(Put(("opinion", "text"), "同意")),
    "put a key into a map": at_some_path(is_map, lambda path: Put((*path, "unit"), "GDBH")),
    "append a map": at_some_path(is_list_of_maps, lambda path: Append(path, LINE)),
    "append a long map": at_some_path(is_list_of_maps, lambda path: Append(path, {**LINE, "note": "a\nb"})),
    "append a text": at_some_path(is_list_of_texts, lambda path: Append(path, "ZFJC")),
    "append to an absent list": always(Append(("evidence",), LINE)),
    "remove an item": at_some_path(is_item, Remove),
    "remove a key": at_some_path(is_key, Remove),
    "remove a top key": at_some_path(is_top, Remove),
    "close": closing,
    "many at once": many,
}


# -- what must hold


def touched_lines(document: Document, edit: Edit) -> set[int]:
    """The lines of the old text that `edit` may change, from 1."""
    path = edit.path
    if isinstance(edit, Remove):
        while len(path) > 1 and len(found(document.data or {}, path[:-1]) or ()) == 1:
            path = path[:-1]
        line = document.keys.get(path, document.values[path]).line
        if isinstance(path[-1], int):
            line = min(line, dash_line(document, path))
        lines = set(range(line, document.values[path].end_line + 1)) | next_after_dash(document, path)
    elif isinstance(edit, Put) and path in document.values:
        lines = set(range(document.place(path, at_key=True).line, document.values[path].end_line + 1))
    else:
        lines = set()
    while path:
        path = path[:-1] if not (isinstance(edit, Append) and path in document.values) else path
        span = document.values.get(path)
        start = document.text.split("\n")[span.line - 1][span.column - 1] if span else ""
        if span and start in "[{":
            lines |= set(range(span.line, span.end_line + 1))
        if isinstance(edit, Append):
            break
    return lines | open_end(document)


def next_after_dash(document: Document, path: FieldPath) -> set[int]:
    """The line of the key that takes the place after the dash when the first key of an item goes."""
    key = document.keys.get(path)
    if not key or not document.text.split("\n")[key.line - 1][: key.column - 1].strip():
        return set()
    later = [at.line for other, at in document.keys.items() if other[:-1] == path[:-1] and at > key]
    return {min(later)} if later else set()


def dash_line(document: Document, path: FieldPath) -> int:
    before = document.values[(*path[:-1], int(path[-1]) - 1)].end_line if path[-1] else 0
    return max(before + 1, document.values[path[:-1]].line)


def open_end(document: Document) -> set[int]:
    """The header of a block scalar at the end of a file without a last line end: it may need a `-`."""
    if document.text.endswith("\n"):
        return set()
    last = document.text.count("\n") + 1
    return {span.line for span in document.values.values() if span.end_line == last > span.line}


def assert_the_rest_stands(before: Document, after: Document, edits: Sequence[Edit]) -> None:
    touched = set().union(*(touched_lines(before, edit) for edit in edits))
    kept = [line for number, line in enumerate(before.text.split("\n"), 1) if number not in touched]
    new = iter(line.rstrip("\r") for line in after.text.split("\n"))
    lost = [line for line in kept if line.rstrip("\r") and line.rstrip("\r") not in new]
    assert not lost, (lost, edits, before.text, after.text)
    assert after is before or not after.bom
    if "\r\n" in before.text:
        assert after.text.count("\n") == after.text.count("\r\n"), (edits, before.text, after.text)
    else:
        assert "\r" not in after.text


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_changes_what_it_says_and_nothing_else(
    kind: str, capsys: pytest.CaptureFixture[str], record_property: Callable[[str, object], None]
) -> None:
    made = refused = 0
    reasons = []
    for document, chance in documents():
        edits = KINDS[kind](document, chance)
        if not edits:
            continue
        made += 1
        try:
            after = splice(document, edits, KEY_ORDER)
        except EditRefused as refusal:
            refused += 1
            reasons.append((refusal.message, refusal.hint, edits, document.text))
            continue
        assert after.data == apply(document.data or {}, edits)
        assert_the_rest_stands(document, after, edits)
    record_property("refused", f"{refused} of {made}")
    with capsys.disabled():
        print(f"\n{kind}: {refused} of {made} refused", end=" ")
    assert made >= 150
    assert refused <= made * MOST_REFUSED, reasons[0]


# -- single cases

LONG = "x" * 150
CASES: list[tuple[str, str, Sequence[Edit], str]] = [
    ("a new key goes before the log", "id: x\n\n# 日志\nlog:\n- {a: b}\n", [Put(("due",), "d")],
     "id: x\ndue: d\n\n# 日志\nlog:\n- {a: b}\n"),
    ("a new key follows the order", "id: x\nstatus: y\n", [Put(("due",), "d")], "id: x\ndue: d\nstatus: y\n"),
    ("single quotes stay", "a: 'x' # c\n", [Put(("a",), "it's")], "a: 'it''s' # c\n"),
    ("double quotes stay", 'a: "x"\n', [Put(("a",), "y")], 'a: "y"\n'),
    ("a plain date stays plain", "a: 2024-06-30\n", [Put(("a",), Plain("2024-12-31"))], "a: 2024-12-31\n"),
    ("a folded text stays folded", "a: >-\n    x\n    y\n", [Put(("a",), "z")], "a: >-\n    z\n"),
    ("a comment after a bar stays", "a: | # c\n  x\n\nb: y\n", [Put(("a",), "1\n2\n")],
     "a: | # c\n  1\n  2\n\nb: y\n"),
    ("the indentation of lists is kept", "a:\n- x\nb: y\n", [Put(("c",), [{"d": "e"}])],
     "a:\n- x\nb: y\nc:\n- {d: e}\n"),
    ("an item goes before the comments that follow", "a:\n  - x\n  # 下\nb: c\n", [Append(("a",), "z")],
     "a:\n  - x\n  - z\n  # 下\nb: c\n"),
    ("a block map gets a block map", "a:\n  - b: c\n", [Append(("a",), {"d": "e", "f": "g"})],
     "a:\n  - b: c\n  - d: e\n    f: g\n"),
    ("a map that has line breaks says nothing of style", "a:\n  - b: |\n      x\n    c: d\n",
     [Append(("a",), {"d": "e"})], "a:\n  - b: |\n      x\n    c: d\n  - {d: e}\n"),
    ("a map that is too long says nothing of style", f"a:\n  - b: {LONG}\n    c: d\n",
     [Append(("a",), {"d": "e"})], f"a:\n  - b: {LONG}\n    c: d\n  - {{d: e}}\n"),
    ("one map in braces is enough", "a:\n- b: c\n- {b: c}\n- b: c\n", [Append(("a",), {"d": "e"})],
     "a:\n- b: c\n- {b: c}\n- b: c\n- {d: e}\n"),
    ("block maps throughout get a block map", "a:\n- b: c\n\n- b: c # d\n", [Append(("a",), {"d": "e"})],
     "a:\n- b: c\n\n- b: c # d\n- d: e\n"),
    ("a long item is a block map, and the next is not", "a:\n- {b: c}\n",
     [Append(("a",), {"b": LONG, "c": "d"}), Append(("a",), {"d": "e"}), Append(("a",), {"f": "1\n2\n"}),
      Append(("a",), {"g": "h"})],
     f"a:\n- {{b: c}}\n- b: {LONG}\n  c: d\n- {{d: e}}\n- f: |\n    1\n    2\n- {{g: h}}\n"),
    ("rows in brackets get a row", "a: [\n  x, # 1\n  z  # 2\n]\n", [Append(("a",), "v")],
     "a: [\n  x, # 1\n  z,  # 2\n  v\n]\n"),
    ("a trailing comma stays", "a: [x, ]\n", [Append(("a",), "z")], "a: [x, z, ]\n"),
    ("an empty list is filled", "a: []\n", [Append(("a",), "x")], "a: [x]\n"),
    ("a missing line end stays missing", "a:\n  - x", [Append(("a",), "z")], "a:\n  - x\n  - z"),
    ("an open block scalar keeps its text", "a:\n  - b: |\n      x", [Append(("a",), "z")],
     "a:\n  - b: |-\n      x\n  - z"),
    ("the last item takes its key along", "a: [x]\nb: c\n", [Remove(("a", 0))], "b: c\n"),
    ("an item goes with its line", "a:\n- x # 1\n- z # 2\n", [Remove(("a", 0))], "a:\n- z # 2\n"),
    ("the first key of an item goes", "a:\n  - b: c\n    d: e\n", [Remove(("a", 0, "b"))], "a:\n  - d: e\n"),
    ("the first of a row goes", "a: {b: c, d: e}\n", [Remove(("a", "b"))], "a: {d: e}\n"),
    ("the last of a row goes", "a: {b: c, d: e}\n", [Remove(("a", "d"))], "a: {b: c}\n"),
    ("a list put again loses only what is gone", "a:\n- x # 1\n- z # 2\n- v # 3\n", [Put(("a",), ["x", "v"])],
     "a:\n- x # 1\n- v # 3\n"),
    ("what lies above is made", "a: b\n", [Put(("c", "d"), "e")], "a: b\nc: {d: e}\n"),
    ("putting what is there changes nothing", "a:   'b'  # c\n", [Put(("a",), "b")], "a:   'b'  # c\n"),
    ("the document's end stays the end", "a: b\n...\n", [Put(("c",), "d")], "a: b\nc: d\n...\n"),
    ("a pair without braces gets them", "a: [b: c]\n", [Put(("a", 0, "d"), "e")], "a: [{b: c, d: e}]\n"),
    ("a list in a list", "a:\n  - - x\n    - z\n", [Append(("a", 0), "v"), Remove(("a", 0, 0))],
     "a:\n  - - z\n    - v\n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "edits", "after"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_a_case(text: str, edits: Sequence[Edit], after: str, eol: str) -> None:
    before = read_document(text.replace("\n", eol).encode(), "x.yaml")
    assert splice(before, edits, ("id", "due", "status", "log")).text == after.replace("\n", eol)


@pytest.mark.parametrize("key", ["log", "evidence", "indicators", "measures"])
@pytest.mark.parametrize(("length", "is_block"), [(145, False), (146, True)])
def test_an_item_is_one_line_up_to_160_characters_beside_a_longer_one(
    key: str, length: int, is_block: bool
) -> None:
    before = read_document(f"{key}:\n  - note: {LONG}\n    did: progress\n".encode(), "x.yaml")
    after = splice(before, [Append((key,), {"a": "b", "c": "x" * length})])
    added = after.text.removeprefix(before.text).splitlines()
    assert (added[0] == "  - a: b") == is_block
    assert len(added) == 1 + is_block
    assert is_block or len(added[0]) == 160


def test_a_byte_order_mark_does_not_outlive_an_edit() -> None:
    before = read_document("\ufeffa: b\n".encode(), "x.yaml")
    assert before.bom
    after = splice(before, [Put(("a",), "c")])
    assert (after.text, after.bom) == ("a: c\n", False)


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a: b\na: c\n", Put(("a",), "x")),
        ("a: b\n", Remove(("c",))),
        ("a: b\n", Append(("a",), "x")),
        ("a: b\n", Put(("a", "c"), "x")),
        ("a: [b]\n", Put(("a", 3), "x")),
        ("a: b\n", Put(("A",), "x")),
        ("a: b\n", Put(("c",), "\ud800")),
    ],
)
def test_what_cannot_be_done_is_refused_with_file_line_and_a_way_out(text: str, edit: Edit) -> None:
    with pytest.raises(EditRefused, match=r"x\.yaml, line 1: .* unchanged") as refusal:
        splice(read_document(text.encode(), "x.yaml"), [edit])
    assert isinstance(refusal.value, Refused)
    assert refusal.value.hint


def test_the_meaning_of_edits_leaves_the_data_alone() -> None:
    data: dict[str, Tree] = {"a": ["x"], "b": {"c": "d"}}
    edits: list[Edit] = [Append(("a",), "y"), Put(("b", "e"), "f"), Remove(("b", "c")), Put(("g",), ["h"])]
    assert apply(data, edits) == {"a": ["x", "y"], "b": {"e": "f"}, "g": ["h"]}
    assert data == {"a": ["x"], "b": {"c": "d"}}


def test_what_a_removal_empties_goes_with_it() -> None:
    assert apply({"a": {"b": ["x"]}, "c": "d"}, [Remove(("a", "b", 0))]) == {"c": "d"}
