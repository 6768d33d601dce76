"""What programs of a repository's host read: GitHub, GitLab, SARIF, JUnit."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from cleanledger import i18n
from cleanledger.model.finding import Finding, Severity
from cleanledger.model.source import Related
from cleanledger.render.explain.rule import RuleFacts
from cleanledger.render.findings import summary_of
from cleanledger.render.findings_formats import WRITERS
from cleanledger.render.findings_sarif import findings_sarif
from cleanledger.render.found import Found, distinct
from cleanledger.render.origin import Target

# The schema of SARIF 2.1.0 (rtm.5), as the npm package @microsoft/jest-sarif (MIT) has it.
SCHEMA = Path(__file__).parent.parent / "data" / "formats" / "sarif-2.1.0-rtm.5.json"
VALIDATOR = Draft4Validator(json.loads(SCHEMA.read_text("utf-8")))
FORMATS = ("github", "gitlab", "sarif", "junit")

PATH = "ledgers/整改 2024/ZG-2024-031.yaml"
RULES = {
    "LG301": RuleFacts("LG301", "no-date", Severity.ERROR, "It says.", "Why.", "Way out.", ("due: x",), 30)
}
SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}


def finding(line: int = 3, column: int = 6, end: int = 16, **fields: Any) -> Finding:
    given: dict[str, Any] = {
        "code": "LG301",
        "name": "no-date",
        "severity": Severity.ERROR,
        "entry": "ZG-2024-031",
        "field": "due",
        "message": "no date",
    }
    place = {"path": PATH, "line": line, "column": column, "end_line": line, "end_column": end}
    return Finding(**(given | place | fields))


def found(*findings: Finding, files: tuple[str, ...] = (PATH,), **fields: Any) -> Found:
    given: dict[str, Any] = {"sources": {PATH: "kind: x\ntitle: y\ndue: 2024-13-01\n"}, "rules": RULES}
    return Found(findings, summary_of(findings, files=len(files), entries=1), files=files, **(given | fields))


def written(name: str, what: Found) -> str:
    return WRITERS[name](what, Target())


def annotations(text: str) -> list[str]:
    return text.partition("::stop-commands::")[0].splitlines()


def unescaped(text: str) -> str:
    for escape, sign in {"%3A": ":", "%2C": ",", "%0D": "\r", "%0A": "\n", "%25": "%"}.items():
        text = text.replace(escape, sign)
    return text


def test_github_shows_where_and_what() -> None:
    text = written("github", found(finding(hint="write 2024-12-01")))
    line, *_ = annotations(text)
    assert line == (
        "::error file=ledgers/整改 2024/ZG-2024-031.yaml,line=3,col=6,endColumn=16,endLine=3,"
        "title=LG301 no-date::no date%0Ahint: write 2024-12-01"
    )
    assert f"{PATH}:3:6 LG301 no date\n  3 | due: 2024-13-01\n" in text


def test_github_gets_no_columns_of_a_stretch_over_lines() -> None:
    line, *_ = annotations(written("github", found(finding(end_line=5))))
    assert "line=3,endLine=5," in line
    assert "col" not in line.partition("title")[0].lower()


def test_github_gets_ten_of_each_level_and_the_list_has_all() -> None:
    many = [finding(line, severity=each) for line in range(1, 14) for each in Severity]
    accepted = finding(99, accepted=True)
    text = written("github", found(accepted, *many))
    kinds = [line.split(" ", 1)[0] for line in annotations(text)]
    assert {kind: kinds.count(kind) for kind in kinds} == {"::error": 10, "::warning": 10, "::notice": 10}
    assert "line=99" not in text
    assert len(re.findall(r"^ledgers/\S+ \S+:\d+:6 LG301", text, re.MULTILINE)) == 40
    assert "13 errors, 13 warnings, 13 notes in 1 file; 1 accepted\n" in text


def test_github_gets_errors_where_warnings_count_as_such() -> None:
    (line,) = annotations(written("github", found(finding(severity=Severity.WARNING), strict=True)))
    assert line.startswith("::error ")


@given(st.text(), st.text())
def test_no_text_becomes_a_command_of_github(path: str, message: str) -> None:
    evil = f"{message}\n::add-mask::x\r\n##[group]"
    text = written("github", found(finding(path=path, message=evil), sources={path: "::set-env name=x::y"}))
    (line,) = annotations(text)
    properties, _, told = line.removeprefix("::error ").partition("::")
    assert "\n::add-mask::x\\u000d\n##[group]" in unescaped(told)
    assert [each.partition("=")[0] for each in properties.split(",")][-1] == "title"
    token = re.findall(r"^::stop-commands::([0-9a-f]{64})$", text, re.MULTILINE)
    after = text.partition(f"::stop-commands::{token[0]}\n")[2]
    assert after.endswith(f"::{token[0]}::\n")
    assert after.count(token[0]) == 1


def test_gitlab_gets_what_nobody_accepted() -> None:
    issues = json.loads(
        written(
            "gitlab",
            found(
                finding(),
                finding(4, severity=Severity.WARNING, hint="so"),
                finding(5, severity=Severity.NOTE),
                finding(6, accepted=True),
            ),
        )
    )
    assert [issue["severity"] for issue in issues] == ["critical", "minor", "info"]
    assert issues[1] == {
        "description": "LG301 no date; hint: so",
        "check_name": "LG301 no-date",
        "fingerprint": issues[1]["fingerprint"],
        "severity": "minor",
        "location": {"path": PATH, "lines": {"begin": 4, "end": 4}},
    }


@given(
    st.lists(
        st.builds(
            finding,
            st.integers(1, 9),
            entry=st.sampled_from(["", "A-001"]),
            field=st.sampled_from(["due", "title"]),
        )
    )
)
def test_fingerprints_are_distinct_and_do_not_move_with_lines(findings: list[Finding]) -> None:
    moved = [
        Finding(**{**each.__dict__, "line": each.line + 7, "end_line": each.line + 7}) for each in findings
    ]
    assert len(set(distinct(findings))) == len(findings)
    assert distinct(findings) == distinct(moved)
    first = {each.fingerprint for each in findings}
    assert first <= set(distinct(findings))


def run_of(what: Found) -> Mapping[str, Any]:
    log = json.loads(written("sarif", what))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_the_schema_of_sarif_can_say_no() -> None:
    log = json.loads(written("sarif", found(finding())))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not VALIDATOR.is_valid(log)


def test_sarif_holds_rules_places_and_what_is_accepted() -> None:
    other = Related("a b.yaml", 1, 2, "there")
    run = run_of(found(finding(hint="so", related=(other,)), finding(accepted=True), finding(code="LG999")))
    assert run["columnKind"] == "unicodeCodePoints"
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["id"] == "LG301"
    assert "Why." in rule["help"]["text"]
    assert "# LG301 no-date" in rule["help"]["markdown"]
    first, second, unknown = run["results"]
    assert first["message"]["text"] == "no date\nhint: so"
    (place,) = first["locations"]
    artifact = place["physicalLocation"]["artifactLocation"]
    assert artifact == {
        "uri": "ledgers/%E6%95%B4%E6%94%B9%202024/ZG-2024-031.yaml",
        "uriBaseId": "%SRCROOT%",
    }
    assert artifact["uriBaseId"] in run["originalUriBaseIds"]
    assert place["physicalLocation"]["region"] == {
        "startLine": 3,
        "startColumn": 6,
        "endLine": 3,
        "endColumn": 16,
    }
    assert first["relatedLocations"][0]["message"]["text"] == "there"
    assert first["suppressions"] == []
    assert second["suppressions"] == [{"kind": "inSource", "status": "accepted"}]
    assert (first["ruleIndex"], "ruleIndex" in unknown) == (0, False)
    prints = [result["partialFingerprints"]["cleanledger/1"] for result in run["results"]]
    assert len(set(prints)) == 3


@given(
    st.text(min_size=1),
    st.text(),
    st.tuples(*[st.integers(-1, 5)] * 4),
    st.sampled_from(list(Severity)),
    st.booleans(),
)
def test_whatever_is_found_sarif_is_valid(
    path: str, message: str, span: tuple[int, int, int, int], severity: Severity, accepted: bool
) -> None:
    line, column, end_line, end_column = span
    one = finding(line, column, end_column, end_line=end_line, path=path, message=message)
    one = Finding(**{**one.__dict__, "severity": severity, "accepted": accepted})
    (result,) = run_of(found(one))["results"]
    place = result["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == path
    assert result["level"] == severity.value
    region = place["region"]
    assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


def test_a_file_name_that_is_no_utf_8_keeps_its_bytes_in_sarif() -> None:
    log = json.loads(written("sarif", found(finding(path="a\udcff.yaml"), files=("a\udcff.yaml",))))
    assert log["runs"][0]["artifacts"][0]["location"]["uri"] == "a%FF.yaml"


def test_junit_has_a_case_per_file_and_one_failure_with_all_its_errors() -> None:
    clean, outside = "ledgers/book.yaml", "ledgers/stray.txt"
    text = written(
        "junit",
        found(
            finding(hint="so"),
            finding(2, message="no other"),
            finding(1, severity=Severity.WARNING, message="not nice"),
            finding(path=outside, accepted=True),
            files=(PATH, clean),
        ),
    )
    root = ET.fromstring(text)
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "3", "1")
    (suite,) = root
    assert (suite.tag, suite.get("tests"), suite.get("failures"), suite.get("errors")) == (
        *("testsuite", "3", "1", "0"),
    )
    cases = {case.get("name"): case for case in suite}
    assert set(cases) == {PATH, clean, outside}
    assert len(cases[clean]) == 0
    failure, rest = cases[PATH]
    assert (failure.tag, failure.get("type")) == ("failure", "LG301")
    assert failure.get("message") == "LG301 no date and 1 more"
    assert "no other" in (failure.text or "")
    assert "hint: so" in (failure.text or "")
    assert (rest.tag, "not nice" in (rest.text or "")) == ("system-out", True)
    assert [each.tag for each in cases[outside]] == ["system-out"]


def test_junit_fails_for_a_warning_that_counts_as_an_error() -> None:
    warning = finding(severity=Severity.WARNING)
    assert ET.fromstring(written("junit", found(warning))).get("failures") == "0"
    assert ET.fromstring(written("junit", found(warning, strict=True))).get("failures") == "1"


@pytest.mark.parametrize("name", ["gitlab", "sarif", "junit"])
def test_a_document_is_the_same_where_the_encoding_is_not_utf_8(name: str) -> None:
    what = found(finding(message="“时限”"))
    narrow, wide = WRITERS[name](what, Target(encoding="gbk")), WRITERS[name](what, Target())
    assert narrow.isascii()
    assert not wide.isascii()
    if name == "junit":
        assert ET.canonicalize(narrow) == ET.canonicalize(wide)
    else:
        assert json.loads(narrow) == json.loads(wide)


@pytest.mark.parametrize("name", FORMATS)
@given(path=st.text(), message=st.text(), line=st.text())
def test_no_control_character_leaves(name: str, path: str, message: str, line: str) -> None:
    evil = f"{message}\x00\x1b[31m\u202e\ufffe\x85"
    one = finding(1, 1, 2, path=path, message=evil, hint=evil, related=(Related(path, 1, 1, evil),))
    text = written(name, found(one, sources={path: f"{line}{evil}"}, files=(path,)))
    assert not set(text) & set("\x00\x1b\u202e\ufffe\x85\u2028\u200b\r\t")
    if name == "junit":
        ET.fromstring(text)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found_is_a_document_too(name: str) -> None:
    text = written(name, found(files=()))
    match name:
        case "github":
            assert annotations(text) == []
            assert "clean: 0 files" in text
        case "gitlab":
            assert json.loads(text) == []
        case "sarif":
            assert run_of(found(files=()))["results"] == []
        case _:
            assert ET.fromstring(text).get("tests") == "0"


@pytest.mark.parametrize("name", [*FORMATS, "text", "json"])
def test_a_secret_leaves_in_no_format(name: str) -> None:
    secret = "330106199001011234"
    one = finding(1, 9, 27, message="the text holds an identity number", secret=True, code="LG801")
    text = written(name, found(one, sources={PATH: f"detail: {secret}\n"}))
    assert secret not in text
    assert "identity number" in text


def test_formats_speak_chinese() -> None:
    i18n.use("zh")
    try:
        what = found(finding(hint="改为 2024-12-01"))
        assert "处理：改为" in written("github", what)
        assert "处理：改为" in written("gitlab", what)
        assert '"language": "zh-CN"' in findings_sarif(what)
        assert "仓库的根文件夹" in findings_sarif(what)
    finally:
        i18n.use("en")
