"""Policies: which version judges a day, what a cover adds, and what it may not loosen."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanledger.model.chain import CHAIN_OF_KIND
from cleanledger.model.policy import (
    OF_BOOK,
    PAPERS,
    PRESETS,
    PROOFS,
    REVIEWERS,
    KindPolicy,
    Policy,
    Rules,
    Version,
    looser_than,
    policy_on,
    size_in_bytes,
)
from tests.model.builders import tree, version

VERSIONS = (
    version("2024-01-01", 1, late_entry_days=7),
    version("2024-07-01", 2, late_entry_days=5),
    version("2025-01-01", 3, late_entry_days=3),
)


@pytest.mark.parametrize(
    ("on", "days"),
    [("2020-01-01", 7), ("2023-12-31", 7), ("2024-01-01", 7), ("2024-06-30", 7), ("2024-07-01", 5),
     ("2024-12-31", 5), ("2025-01-01", 3), ("2099-01-01", 3), (None, 7)],
)  # fmt: skip
def test_the_newest_version_not_later_than_the_day_judges_and_the_first_what_is_older(
    on: str | None, days: int
) -> None:
    day = date.fromisoformat(on) if on else None
    for versions in (VERSIONS, VERSIONS[::-1]):
        assert policy_on(versions, None, day).late_entry_days == days


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=5, unique=True),
    st.integers(-5, 40),
    st.integers(0, 40),
)
def test_a_stricter_version_never_changes_what_judges_an_older_day(
    starts: list[int], on: int, later: int
) -> None:
    first = date(2024, 1, 1)
    versions = [
        version(str(first + timedelta(days=start)), number, review_days=start)
        for number, start in enumerate(sorted(starts), start=1)
    ]
    added = version(str(first + timedelta(days=max(starts) + 1 + later)), 99, review_days=99)
    day = first + timedelta(days=on)
    before, after = policy_on(versions, None, day), policy_on([*versions, added], None, day)
    assert after == (before if day < added.from_ else replace(before, review_days=99))


def test_of_two_versions_of_one_day_the_higher_judges() -> None:
    two = [version("2024-01-01", 2, review_days=2), version("2024-01-01", 1, review_days=1)]
    assert policy_on(two, None, date(2024, 5, 1)).review_days == 2


def test_what_a_version_does_not_give_is_as_in_the_preset_paper() -> None:
    preset = Version.model_validate(tree({"from": "2024-01-01", "version": 1} | PRESETS["paper"]))
    assert policy_on([preset], None, date(2024, 1, 1)) == Policy() == policy_on([], None, date(2024, 1, 1))
    assert policy_on([version("2024-01-01")], None, None) == Policy()


def test_the_presets_are_as_designed() -> None:
    def preset(name: str) -> Policy:
        given_one = Version.model_validate(tree({"from": "2024-01-01", "version": 1} | PRESETS[name]))
        return policy_on([given_one], None, None)

    alone = KindPolicy(steps=("close",), evidence=0, reviewer="anyone")
    solo = preset("solo")
    assert solo.task == alone
    assert solo.rectification == replace(alone, acceptor="anyone")
    assert (solo.approver, solo.paper, solo.proof) == ("anyone", "none", "claimed")
    assert preset("team") == replace(preset("paper"), proof="author")


def test_a_cover_is_stricter_in_what_it_names_and_leaves_the_rest() -> None:
    cover = Rules.model_validate(
        tree(
            {
                "rectification": {"evidence": 2},
                "extend": {"most": 1},
                "paper": "scan",
                "task": {"steps": ["start", "submit", "close"]},
            }
        )
    )
    got = policy_on(VERSIONS, cover, date(2024, 8, 1))
    assert got == replace(
        Policy(late_entry_days=5, most=1, paper="scan"),
        rectification=replace(Policy().rectification, evidence=2),
        task=replace(Policy().task, steps=("start", "submit", "close")),
    )
    assert looser_than(policy_on(VERSIONS, None, date(2024, 8, 1)), got) == []


def test_a_policy_of_a_kind_without_a_chain_is_that_of_a_task() -> None:
    assert Policy().of("risk") == Policy().task
    assert Policy().of("rectification") == Policy().rectification


@pytest.mark.parametrize(
    ("size", "count"), [("1", 1), ("10 KiB", 10240), ("10 MiB", 10485760), ("2 GiB", 2 << 30)]
)
def test_a_size_in_bytes(size: str, count: int) -> None:
    assert size_in_bytes(size) == count
    assert version("2024-01-01", evidence_max=size).evidence_max == size


@pytest.mark.parametrize(
    "size", ["0 MiB", "10MiB", "10 MB", "1.5 MiB", "10 mib", "-1 MiB", "10 MiB\n", "１ MiB"]
)
def test_what_is_no_size_is_refused(size: str) -> None:
    with pytest.raises(ValueError, match="size"):
        version("2024-01-01", evidence_max=size)


# --- stricter only ------------------------------------------------------------------------------


@st.composite
def kind_policies(draw: st.DrawFn, kind: str) -> KindPolicy:
    chosen = draw(st.sets(st.sampled_from(CHAIN_OF_KIND[kind][:-1])))
    return KindPolicy(
        steps=tuple(step for step in CHAIN_OF_KIND[kind] if step in chosen or step == "close"),
        evidence=draw(st.integers(0, 3)),
        reviewer=draw(st.sampled_from(REVIEWERS)),
        acceptor=draw(st.sampled_from(("anyone", "other_unit"))),
        publicity_days=draw(st.integers(0, 9)),
    )


POLICIES = st.builds(
    Policy,
    task=kind_policies("task"),
    rectification=kind_policies("rectification"),
    approver=st.sampled_from(REVIEWERS),
    most=st.integers(0, 3),
    paper=st.sampled_from(PAPERS),
    proof=st.sampled_from(PROOFS),
)


def measured(policy: Policy) -> dict[str, Any]:
    """How strict each part is: more is stricter."""
    orders = {"anyone": 0, "other_person": 1, "other_unit": 2}
    parts: dict[str, Any] = {
        "extend.most": -policy.most,
        "extend.approver": orders[policy.approver],
        "paper": {"none": 0, "doc": 1, "scan": 2}[policy.paper],
        "proof": {"claimed": 0, "author": 1, "signed": 2}[policy.proof],
    }
    for kind in ("task", "rectification"):
        rules = policy.of(kind)
        parts |= {f"{kind}.evidence": rules.evidence, f"{kind}.publicity_days": rules.publicity_days}
        parts |= {f"{kind}.reviewer": orders[rules.reviewer], f"{kind}.acceptor": orders[rules.acceptor]}
        parts[f"{kind}.steps"] = frozenset(rules.steps)
    return parts


@given(POLICIES, POLICIES)
def test_every_loosening_is_named_and_nothing_else(book: Policy, cover: Policy) -> None:
    ours, theirs = measured(book), measured(cover)
    assert sorted(looser_than(book, cover)) == sorted(name for name in ours if not ours[name] <= theirs[name])


@given(POLICIES)
def test_a_policy_is_not_looser_than_itself(policy: Policy) -> None:
    assert looser_than(policy, policy) == []


def test_every_part_that_a_cover_may_name_is_compared() -> None:
    own = {each.name for each in fields(Policy)} - {*OF_BOOK}
    assert own == {"task", "rectification", "approver", "most", "paper", "proof"}
    assert {*measured(Policy())} == {
        *("extend.most", "extend.approver", "paper", "proof"),
        *(f"{kind}.{each.name}" for kind in ("task", "rectification") for each in fields(KindPolicy)),
    }


@pytest.mark.parametrize("key", [*OF_BOOK, "from", "version"])
def test_a_cover_may_name_nothing_else(key: str) -> None:
    with pytest.raises(ValueError, match="extra_forbidden"):
        Rules.model_validate({key: "1"})
