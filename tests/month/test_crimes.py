"""Each crime by hand is refused by the server, and found by CI and the auditor once it is in all the same."""

import json
from collections.abc import Iterable

import pytest

from tests.month.crimes import CRIMES, Crime
from tests.month.people import Person
from tests.month.story import Story

pytestmark = pytest.mark.needs("git")


def found_by(person: Person, *words: str) -> set[tuple[str, str]]:
    """The code and the entry of each finding of a command that ends with findings."""
    said = person.is_refused(*words, "--format", "json")
    return {(each["code"], each["entry"]) for each in json.loads(said)["findings"]}


def of_changes(found: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(code, entry) for code, entry in found if code.startswith(("LG6", "LG7"))}


@pytest.mark.parametrize("crime", CRIMES, ids=lambda crime: crime.name.replace(" ", "-"))
def test_a_crime_is_refused_by_the_server_and_found_by_ci_and_the_auditor(
    afterwards: Story, crime: Crime
) -> None:
    criminal: Person = getattr(afterwards, crime.who)
    crime.deed(criminal, afterwards)
    expected = {(crime.code, crime.entry)}
    # In CI, before it is merged: the branch against what others have.
    criminal.git("fetch", "-q")
    assert of_changes(found_by(criminal, "check", "--base", "origin/main")) == expected
    # The server asks, and does not take it.
    refused = criminal.git("push", code=1)
    assert crime.code in refused
    assert "pre-receive hook declined" in refused
    # Where no hook is, it gets in; the auditor fetches it and finds it.
    (afterwards.town.server / "hooks" / "pre-receive").unlink()
    criminal.git("push", "-q")
    afterwards.shen.git("pull", "-q")
    assert found_by(afterwards.shen, "audit") == expected


def test_a_rewritten_past_is_refused_and_shows_to_who_has_the_old_one(afterwards: Story) -> None:
    chen, shen, server = afterwards.chen, afterwards.shen, afterwards.town.server
    before = chen.git("rev-parse", "HEAD")
    chen.git("reset", "-q", "--hard", "HEAD~3")
    chen.types("进展", "ZG-2024-002", "重写")
    assert "pre-receive hook declined" in chen.git("push", "--force", code=1)
    assert chen.git("--git-dir", str(server), "rev-parse", "main") == before
    (server / "hooks" / "pre-receive").unlink()
    # What `share` set still stands in the way.
    assert "non-fast-forward" in chen.git("push", "--force", code=1)
    chen.git("--git-dir", str(server), "config", "receive.denyNonFastForwards", "false")
    chen.git("push", "-q", "--force")
    said = shen.is_refused("同步")
    assert "origin" in said
    assert shen.git("rev-parse", "HEAD") == before


@pytest.mark.parametrize("how", ["replace", "graft", "old grafts"])
def test_a_clone_that_hides_its_past_says_so(afterwards: Story, how: str) -> None:
    shen = afterwards.shen
    if how == "replace":
        shen.git("replace", "HEAD~1", "HEAD~2")
    elif how == "graft":
        shen.git("replace", "--graft", "HEAD~1", "HEAD~3")
    else:
        commits = shen.git("rev-parse", "HEAD", "HEAD~3").split()
        (shen.clone / ".git" / "info" / "grafts").write_text(" ".join(commits) + "\n", encoding="utf-8")
    assert found_by(shen, "audit") == {("LG618", "")}
