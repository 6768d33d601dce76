"""What an English sentence is, and what a column is."""

import re

_WHAT_IS_TYPED = re.compile(
    r"(?<!Usage: )\bledger (?:--?[a-z]|[a-z]+)[ -~…]*"
    r"|\bgit (?:add|clone|commit|config|fetch|init|log|merge|pull|push|replace|reset"
    r"|rm|status|tag|reflog|update-index|rev-list|rev-parse|-C)\b"
    r"[ -~…]*|\bfuser [ -~]+|-m cleanledger [ -~]+"
    r"|“[^”]*”|\"[^\"]*\"|'[^']*'|（[ -~]*）"
    r"|--?[a-z][\w-]*|\S*[/\\]\S*|\S+\.(?:yaml|txt|pdf)\b"
)
_SENTENCE = re.compile(r"[A-Za-z][a-z]+(?:,? [a-z]{2,})+")
# A line of a file: in a finding, in a difference, in an example.
_EXCERPT = re.compile(
    r"\s*<|cleanledger checkpoint, format |.*(?: [0-9a-f]{4}){15}"
    r"|\s*\d* \| |[-+ ]?\s*(?:- )?(?:[a-z_]+: )?[\[{].*[a-z]: |@@ |\s*(?:- )?示例|.*[0-9a-f]{32}"
)


def english_in(line: str) -> list[str]:
    """Runs of English words in `line` that nobody typed and that are no code of ours."""
    if _EXCERPT.match(line):
        return []
    return _SENTENCE.findall(_WHAT_IS_TYPED.sub(" — ", line))


def columns(line: str) -> int:
    """How many columns `line` takes on a terminal."""
    return sum(1 if character.isascii() else 2 for character in line.replace("…", "."))
