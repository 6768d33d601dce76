"""The reference in `docs/` that is made from the code: rules and lifecycles; `make docs` writes it."""

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from cleanledger import i18n
from cleanledger.checks.catalog import RULES
from cleanledger.cli.topics import facts_of
from cleanledger.i18n import _
from cleanledger.model.cover import KINDS
from cleanledger.model.lifecycle import FIRST_STATUS, diagram
from cleanledger.model.vocabulary import STATUSES, role_word
from cleanledger.render.explain.kind import arrows_table
from cleanledger.render.explain.moves import WHO
from cleanledger.render.explain.rule import rule_page
from cleanledger.render.explain.status import status_page
from cleanledger.render.page import page_markdown

FOLDER = Path(__file__).parent.parent / "docs"
MADE = "<!-- Made from the code by `make docs`. -->\n"

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "LG0": "Reading",
        "LG1": "Identity and shape",
        "LG2": "References",
        "LG3": "Dates",
        "LG4": "Lifecycle",
        "LG5": "Evidence",
        "LG6": "A change against its past",
        "LG7": "People and permission",
        "LG8": "Text hygiene",
        "LG9": "Book and policy",
    }
)

RULES_ARE = """\
Each rule as `ledger explain CODE` shows it. A command refuses by the rules that `ledger check` runs. A code
is for ever. In an example the line that the finding stands on ends in the code, and `…` is what is left out.
"""
LIFECYCLES_ARE = """\
From the table in `cleanledger/model/lifecycle.py`; `ledger explain` says it of a verb, a status or an entry.
A status is what replaying the log gives. Who does what:
"""


def rules() -> str:
    """Every rule with its page."""
    parts = [
        MADE,
        "# Rules\n",
        RULES_ARE,
    ]
    for family, of_family in groupby(RULES, key=lambda rule: rule.code[:3]):
        parts.append(f"## {family}xx: {FAMILIES[family]}\n")
        parts += [page_markdown(rule_page(facts_of(rule)), 3) for rule in of_family]
    return "\n".join(parts)


def lifecycle() -> str:
    """The lifecycle of each kind, and what each status means."""
    parts = [
        MADE,
        "# Lifecycles\n",
        LIFECYCLES_ARE,
        *(f"- {role_word(role or 'clerk')}: {_(text)}" for role, text in WHO.items()),
        "",
    ]
    for kind in KINDS:
        parts.append(f"## {kind}\n")
        if kind in FIRST_STATUS:
            parts.append(f"```text\n{diagram(kind)}\n```\n")
        parts.append(f"{arrows_table(kind)}\n")
    parts.append("## Statuses\n")
    parts += [page_markdown(status_page(status), 3) for status in STATUSES]
    return "\n".join(parts)


def pages() -> dict[str, str]:
    """Each page by its file's name, in English."""
    before = i18n.language()
    i18n.use("en")
    try:
        return {"rules.md": rules(), "lifecycle.md": lifecycle()}
    finally:
        i18n.use(before)


def main() -> None:
    """Writes the pages."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
