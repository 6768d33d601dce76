"""The page of a kind: its lifecycle as a picture and in words, and its fields."""

from cleanledger.i18n import _
from cleanledger.model.entry import KEY_ORDER, KEYS_OF_KINDS, REQUIRED_OF_KINDS
from cleanledger.model.lifecycle import FIRST_STATUS, STATUSES_OF_KIND, diagram
from cleanledger.model.vocabulary import kind_word, listed, role_word, status_word, title_of, verb_word
from cleanledger.render.explain.moves import moves_of_kind, needs, way
from cleanledger.render.page import Block, Example, Page, Row, Section, rows


def kind_page(kind: str) -> Page:
    """The statuses, arrows and fields of a kind."""
    word = kind_word(kind)
    told = rows(
        (_("statuses"), listed(status_word(each, kind) for each in STATUSES_OF_KIND[kind])),
        (_("needed"), listed(title_of(key) for key in REQUIRED_OF_KINDS[kind])),
        (_("fields"), listed(title_of(key) for key in KEY_ORDER if key in KEYS_OF_KINDS[kind])),
    )
    sections = [Section("", told), Section(_("what is done to it"), arrows(kind))]
    if kind in FIRST_STATUS:
        picture = Example(tuple(diagram(kind).splitlines()), "text")
        sections.append(Section(_("lifecycle"), (picture,)))
    return Page(
        "kind",
        kind,
        f"{kind} · {word}" if word != kind else kind,
        "",
        tuple(sections),
        {
            "statuses": list(STATUSES_OF_KIND[kind]),
            "required": list(REQUIRED_OF_KINDS[kind]),
            "fields": [key for key in KEY_ORDER if key in KEYS_OF_KINDS[kind]],
            "moves": [
                {
                    "verb": move.verb,
                    "from": [each for each in STATUSES_OF_KIND[kind] if each in move.sources],
                    "to": move.target,
                    "role": move.role or "clerk",
                    "approved": move.approved,
                }
                for move in moves_of_kind(kind)
            ],
        },
    )


def arrows(kind: str) -> tuple[Block, ...]:
    """Each arrow as a row: the verb, its way, and what its line says."""
    found = []
    for move in moves_of_kind(kind):
        says = needs(move)
        texts = (way(move), *((_("says: {keys}", keys=says),) if says else ()))
        found.append(Row(verb_word(move.verb, kind), texts))
    return tuple(found)


def arrows_table(kind: str) -> str:
    """The arrows as a table of Markdown, with who does each."""
    head = (_("verb"), _("status before"), _("status after"), _("its line says"), _("by"))
    lines = [
        (
            f"`{move.verb}`",
            *way(move).split(" → "),
            needs(move),
            role_word(move.role or "clerk") + (_(", with an approver") if move.approved else ""),
        )
        for move in moves_of_kind(kind)
    ]
    ruler = tuple("---" for _column in head)
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, ruler, *lines))
