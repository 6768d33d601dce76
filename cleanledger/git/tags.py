"""Annotated tags: read by plumbing, made by the user's own act with their key."""

import os
from typing import NamedTuple

from cleanledger.git.objects import blobs_of
from cleanledger.git.process import OWN, attempt, failure_of, own_environment
from cleanledger.git.repository import Repository, act, ask, is_true

_SIGNATURES = (
    "-----BEGIN SSH SIGNATURE-----",
    "-----BEGIN PGP SIGNATURE-----",
    "-----BEGIN SIGNED MESSAGE-----",
)
_NOT_SET = 1  # how `git config` ends where it found nothing


class Tag(NamedTuple):
    """A tag. `target`: the object that it names; `text`: its message without signature, "" of a plain ref."""

    name: str
    id: str
    target: str
    text: str = ""
    is_signed: bool = False


def tags_below(repository: Repository, prefix: str) -> tuple[Tag, ...]:
    """Every tag whose name begins with `prefix` and a slash, by name."""
    found = refs_below(repository, f"refs/tags/{prefix}")
    kinds = _kinds(repository, tuple(found.values()))
    texts = blobs_of(repository, {each for each in found.values() if kinds[each] == "tag"})
    return tuple(
        _tag(f"{prefix}/{name}", each, texts[each]) if each in texts else Tag(f"{prefix}/{name}", each, each)
        for name, each in found.items()
    )


def refs_below(repository: Repository, folder: str) -> dict[str, str]:
    """The object of every ref below `folder`, by the rest of its name."""
    listed = ask(repository, "for-each-ref", "--format=%(objectname) %(refname)", f"{folder}/")
    pairs = (os.fsdecode(line).split(" ", 1) for line in listed.splitlines())
    return {ref.removeprefix(f"{folder}/"): each for each, ref in pairs}


def _kinds(repository: Repository, ids: tuple[str, ...]) -> dict[str, str]:
    if not ids:
        return {}
    asked = "".join(f"{each}\n" for each in ids).encode()
    lines = ask(repository, "cat-file", "--batch-check=%(objectname) %(objecttype)", stdin=asked)
    return dict(line.split() for line in lines.decode().splitlines())


def _tag(name: str, id: str, content: bytes) -> Tag:
    head, _blank, message = content.decode("utf-8", "replace").partition("\n\n")
    facts = [line.partition(" ") for line in head.splitlines() if not line.startswith(" ")]
    target = next((value for key, _space, value in facts if key == "object"), "")
    begins = min((at for sign in _SIGNATURES if (at := message.find(sign)) >= 0), default=None)
    is_signed = begins is not None or any(key.startswith("gpgsig") for key, _space, _value in facts)
    return Tag(name, id, target, message[:begins], is_signed)


def signs_tags(repository: Repository) -> bool:
    """Whether the user wants tags signed: git was told so, or was told a key and not told otherwise."""
    question = ("config", "-z", "--get-regexp", r"^(tag\.gpgsign|user\.signingkey)$")
    done = attempt(question, cwd=repository.root, environment=own_environment(), options=OWN)
    if done.returncode not in {0, _NOT_SET}:
        raise failure_of(question, repository.root, done.stderr)
    items = (item.partition("\n") for item in filter(None, os.fsdecode(done.stdout).split("\0")))
    found = {name: value if has_value else "true" for name, has_value, value in items}
    if "tag.gpgsign" in found:
        return is_true(found["tag.gpgsign"])
    return bool(found.get("user.signingkey"))


def make_tag(repository: Repository, name: str, commit: str, text: str, *, sign: bool) -> None:
    """An annotated tag with exactly this text; GitFailure where the key or the name is not to be had."""
    how = ("--sign",) if sign else ("--annotate", "--no-sign")
    words = ("tag", *how, "--cleanup=verbatim", "--file=-", "--", name, commit)
    act(repository, *words, stdin=text.encode())
    if not sign:
        return
    made = next((tag for tag in tags_below(repository, name.partition("/")[0]) if tag.name == name), None)
    # Where ssh-keygen fails, git (2.39) makes the tag all the same, without a signature.
    if made and not made.is_signed:
        act(repository, "update-ref", "-d", f"refs/tags/{name}", made.id)
        raise failure_of(words, repository.root, b"")
