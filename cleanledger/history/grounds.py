"""What commits are judged by: the setting before them, and the rules as far as nobody made them looser."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cleanledger import git
from cleanledger.checks.change import Batch
from cleanledger.checks.together import trusted, trusted_of_ledgers
from cleanledger.history.sides import settings_of_sides
from cleanledger.history.stream import Moved
from cleanledger.history.versions import setting_at
from cleanledger.model.policy import Rules, Version
from cleanledger.model.setting import Setting


@dataclass(frozen=True)
class Ground:
    """What a commit's successors are judged by."""

    setting: Setting | None
    trusted: tuple[Version, ...] = ()
    of_ledgers: Mapping[str, Rules | None] = field(default_factory=dict)
    """The own rules of ledgers, as far as no commit made them looser."""

    def after(self, batch: Batch, judge: Setting) -> "Ground":
        """What holds after a commit that was judged by `judge`."""
        if self.setting is None:
            return Ground(batch.after, batch.after.book.policy, rules_of(batch.after))
        versions = self.trusted or judge.book.policy
        return Ground(batch.after, trusted(versions, batch), trusted_of_ledgers(self.of_ledgers, batch))

    def judging(self, after: Setting, policy: tuple[Version, ...] | None) -> Setting:
        """The setting that a commit is judged by: its own people, the rules of before or `policy`."""
        if policy is None:
            if self.setting is None:
                return after
            policy = self.trusted
        covers = {
            ledger: cover.model_copy(update={"policy": rules}) if rules and cover.policy != rules else cover
            for ledger, cover in after.covers.items()
            for rules in [self.of_ledgers.get(ledger)]
        }
        if policy == after.book.policy and covers == after.covers:
            return after
        return replace(after, book=after.book.model_copy(update={"policy": policy}), covers=covers)


def rules_of(setting: Setting) -> dict[str, Rules | None]:
    """The own rules of each ledger."""
    return {ledger: cover.policy for ledger, cover in setting.covers.items()}


class Grounds:
    """The ground of each commit, read where it is not known yet."""

    def __init__(self, repository: git.Repository) -> None:
        self._repository = repository
        self._known: dict[str, Ground] = {}
        self._trusted: dict[str, tuple[Version, ...]] = {}
        self._of_ledgers: dict[str, Mapping[str, Rules | None]] = {}

    def note(
        self,
        commit: str,
        trusted_: tuple[Version, ...] | None,
        of_ledgers: Mapping[str, Rules | None] | None,
    ) -> None:
        """What a commit leaves to its successors; None: what its own files say."""
        if trusted_ is not None:
            self._trusted[commit] = trusted_
        if of_ledgers is not None:
            self._of_ledgers[commit] = of_ledgers

    def keep(self, commit: str, setting: Setting | None) -> None:
        """The setting of a commit, which was noted."""
        self._known[commit] = self._ground(commit, setting)

    def before(self, moved: Moved) -> Ground:
        """What held before a commit: of several parents, the first."""
        parents = moved.commit.parents
        return self.of(parents[0], moved.folder) if parents else Ground(None)

    def of(self, commit: str, folder: str) -> Ground:
        """What the successors of a commit are judged by. `folder`: the book's."""
        if commit not in self._known:
            self.keep(commit, setting_at(self._repository, commit, folder))
        return self._known[commit]

    def sides(self, moved: Moved) -> tuple[Setting, ...]:
        """The settings that a merge joins, where it has another than one of them."""
        parents = moved.commit.parents
        if len(parents) == 1 or not moved.settings:
            return ()
        settings = (self.of(each, moved.folder).setting for each in parents)
        return settings_of_sides(self._repository, moved, settings)

    def _ground(self, commit: str, setting: Setting | None) -> Ground:
        if setting is None:
            return Ground(None)
        return Ground(
            setting,
            self._trusted.get(commit, setting.book.policy),
            self._of_ledgers.get(commit, rules_of(setting)),
        )
