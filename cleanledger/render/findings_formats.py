"""Format → how findings are written in it: for people, for programs, for what runs checks of a repository."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cleanledger.render.findings import findings_json, findings_text
from cleanledger.render.found import Found
from cleanledger.render.origin import Target


def _text(found: Found, target: Target) -> str:
    return findings_text(
        found.findings, found.sources, found.summary, colour=target.colour, room=target.width
    )


def _sure(target: Target) -> str:
    """UTF-8 where the target takes it, else ASCII: no other reading of the bytes gives another document."""
    return "utf-8" if target.encoding.lower().replace("-", "") == "utf8" else "ascii"


# What only programs of a repository's host read is loaded when it is asked for.
def _github(found: Found, _target: Target) -> str:
    from cleanledger.render.findings_github import findings_github

    return findings_github(found)


def _gitlab(found: Found, target: Target) -> str:
    from cleanledger.render.findings_gitlab import findings_gitlab

    return findings_gitlab(found, encoding=_sure(target))


def _sarif(found: Found, target: Target) -> str:
    from cleanledger.render.findings_sarif import findings_sarif

    return findings_sarif(found, encoding=_sure(target))


def _junit(found: Found, target: Target) -> str:
    from cleanledger.render.findings_junit import findings_junit

    return findings_junit(found, encoding=_sure(target))


def _json(found: Found, target: Target) -> str:
    return findings_json(found.findings, found.summary, encoding=target.encoding)


WRITERS: Mapping[str, Callable[[Found, Target], str]] = MappingProxyType(
    {
        "text": _text,
        "json": _json,
        "github": _github,
        "gitlab": _gitlab,
        "sarif": _sarif,
        "junit": _junit,
    }
)
