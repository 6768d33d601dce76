"""Crimes against the book: its rules and its people made weaker, so that the past is judged otherwise."""

from collections.abc import Callable
from datetime import timedelta

from tests.crimes.against_entries import Crime
from tests.crimes.honest import Story
from tests.crimes.joined import next_version


def _book(change: Callable[[Story], object]) -> Crime:
    def crime(story: Story) -> str:
        story.later(5)
        change(story)
        story.write_settings()
        story.commit("gdbh-clerk")
        return ""

    return crime


def _loosened(story: Story) -> None:
    story.book["policy"][0]["task"] |= {"evidence": "0", "reviewer": "anyone"}


def _steps_dropped(story: Story) -> None:
    story.book["policy"][0]["rectification"]["steps"] = ["close"]


def _policy_out(story: Story) -> None:
    del story.book["policy"]


def _backdated(story: Story) -> None:
    begin = (story.day - timedelta(days=story.random.randint(2, 9))).isoformat()
    story.book["policy"].append(next_version(story) | {"from": begin, "task": {"evidence": "0"}})


def _renumbered_version(story: Story) -> None:
    """A version under a number that is below the newest."""
    story.book["policy"].append(next_version(story) | {"version": "0", "task": {"evidence": "0"}})


def _holder(story: Story) -> None:
    story.units["people"][5]["holders"][0]["email"] = "gdbh-clerk@a.example"


def _held_by_other(story: Story) -> None:
    story.units["people"][5]["holders"][0] |= {"key": "gdbh-clerk", "email": "gdbh-clerk@a.example"}


def _key_split(story: Story) -> None:
    story.units["people"][3]["holders"][0]["key"] = "another"


def _post_out(story: Story) -> None:
    del story.units["people"][8]


def _post_moved(story: Story) -> None:
    story.units["people"][5]["unit"] = "GDBH"


def _unit_moved(story: Story) -> None:
    story.units["units"][1]["parent"] = "JGJW"


def _cover(ledger: str, extend: dict[str, str] | None) -> Callable[[Story], None]:
    """The rules that a ledger has of its own."""

    def change(story: Story) -> None:
        cover = story.covers[ledger]
        if extend:
            cover["policy"] = {**cover["policy"], "extend": extend}
        else:
            del cover["policy"]

    return change


CRIMES: dict[str, tuple[Crime, ...]] = {
    "LG612": tuple(
        map(
            _book,
            (
                _loosened,
                _steps_dropped,
                _policy_out,
                _backdated,
                _renumbered_version,
                _holder,
                _held_by_other,
                _key_split,
                _post_out,
                _post_moved,
                _unit_moved,
                _cover("RW-2024", {"most": "3"}),
                _cover("RW-2024", None),
            ),
        )
    )
}
