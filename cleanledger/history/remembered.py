"""Verdicts on commits that were judged before.

A commit is its whole past: judged by the same rules on the same ground, it is judged the same.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence

from pydantic import TypeAdapter, ValidationError

from cleanledger.history.judging import Judged, Wish
from cleanledger.history.program import rules_version
from cleanledger.i18n import language
from cleanledger.store.cache import cache, cached

_JUDGED = TypeAdapter(Judged)


class Remembered:
    """What was found before in the commits of a book at `folder`, by the same program, wish and language."""

    def __init__(self, folder: str, elsewhere: frozenset[str], wish: Wish) -> None:
        policy = [each.model_dump(by_alias=True, mode="json") for each in wish.policy or ()]
        signers = hashlib.sha256(wish.signers.read_bytes()).hexdigest() if wish.signers else ""
        ground = ("verdict", rules_version(), language(), folder, sorted(elsewhere), policy, signers)
        self._ground = json.dumps(ground, ensure_ascii=False)

    def of(self, commits: Sequence[str]) -> dict[str, Judged]:
        """The verdicts on those of `commits` that are known."""
        return {
            commit: judged
            for commit, content in cached(self._ground, commits).items()
            if (judged := _read(content)) and judged.verdict.commit == commit
        }

    def keep(self, judged: Iterable[Judged]) -> None:
        """Keeps verdicts for the next time."""
        cache(self._ground, {each.verdict.commit: _JUDGED.dump_json(each, by_alias=True) for each in judged})


def _read(content: bytes) -> Judged | None:
    try:
        return _JUDGED.validate_json(content)
    except ValidationError:  # as if it were not there
        return None
