"""What a formatter of YAML makes of a file: other indents, quotes and blocks, and the same values."""

import re

_LINE = re.compile(r"^  - \{(.*)\}$")
_PAIR = re.compile(r"(\w+): (\[[^]]*\]|\{[^}]*\}|\"[^\"]*\"|[^,]*)(?:, |$)")


def formatted(text: str) -> str:
    """Items of lists that stand on one line are laid out key by key, and lists stand two further in."""
    return "".join(_laid_out(line) for line in text.splitlines(keepends=True))


def _laid_out(line: str) -> str:
    found = _LINE.match(line.rstrip("\n"))
    if found is None:
        return f"  {line}" if line.startswith(("  - ", "    ")) else line
    pairs = [f"{key}: {value}" for key, value in _PAIR.findall(found.group(1))]
    first, *more = pairs
    return "".join(f"{text}\n" for text in (f"    - {first}", *(f"      {each}" for each in more)))
