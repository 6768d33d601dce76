"""Findings as SARIF 2.1.0, the format of code scanning."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from cleanledger import __version__
from cleanledger.i18n import _, language
from cleanledger.model.finding import Finding
from cleanledger.model.source import Span
from cleanledger.render.clean import clean
from cleanledger.render.explain.rule import RuleFacts, rule_page
from cleanledger.render.found import Found, distinct
from cleanledger.render.json_text import Json, document
from cleanledger.render.origin import Target
from cleanledger.render.page import page_markdown, pages_text

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_FINGERPRINT = "cleanledger/1"
_HELP = Target()


def findings_sarif(found: Found, *, encoding: str = "utf-8") -> str:
    """One run with every rule of `found` and every finding; no text of any file is in it."""
    rules = tuple(found.rules.values())
    order = {rule.code: index for index, rule in enumerate(rules)}
    results = [
        _result(finding, fingerprint, order)
        for finding, fingerprint in zip(found.findings, distinct(found.findings), strict=True)
    ]
    driver: Mapping[str, Json] = {
        "name": "cleanledger",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    run: Mapping[str, Json] = {
        "tool": {"driver": driver},
        "language": "zh-CN" if language() == "zh" else "en",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": _("the root of the repository")}}},
        "artifacts": [{"location": _place(path)} for path in found.files],
        "results": results,
    }
    return document({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, encoding=encoding)


def _rule(facts: RuleFacts) -> Json:
    page = rule_page(facts)
    return {
        "id": facts.code,
        "name": facts.name,
        "shortDescription": {"text": clean(_(facts.says))},
        "fullDescription": {"text": clean(_(facts.why))},
        "help": {"text": pages_text((page,), _HELP), "markdown": clean(page_markdown(page, 1))},
        "defaultConfiguration": {"level": facts.severity.value},
    }


def _result(finding: Finding, fingerprint: str, order: Mapping[str, int]) -> Json:
    hint = f"\n{_('hint')}{_(': ')}{finding.hint}" if finding.hint else ""
    index: Mapping[str, Json] = {"ruleIndex": order[finding.code]} if finding.code in order else {}
    return {
        "ruleId": finding.code,
        **index,
        "level": finding.severity.value,
        "message": {"text": clean(finding.message + hint)},
        "locations": [_location(finding.path, finding.span)],
        **_related(finding),
        "partialFingerprints": {_FINGERPRINT: fingerprint},
        # Beside findings that are suppressed the others must say that they are not.
        "suppressions": [{"kind": "inSource", "status": "accepted"}] if finding.accepted else [],
    }


def _related(finding: Finding) -> Mapping[str, Json]:
    if not finding.related:
        return {}
    places: Sequence[Mapping[str, Json]] = [
        {
            **_location(each.path, Span(each.line, each.column, each.line, each.column)),
            "id": number,
            "message": {"text": clean(each.message)},
        }
        for number, each in enumerate(finding.related, start=1)
    ]
    return {"relatedLocations": list[Json](places)}


def _location(path: str, span: Span) -> Mapping[str, Json]:
    line, column = max(span.line, 1), max(span.column, 1)
    end_line = max(span.end_line, line)
    end_column = max(span.end_column, 1 if end_line > line else column)
    region: Mapping[str, Json] = {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }
    return {"physicalLocation": {"artifactLocation": _place(path), "region": region}}


def _place(path: str) -> Mapping[str, Json]:
    return {"uri": quote(path, safe="/", errors="surrogateescape"), "uriBaseId": _ROOT}
