"""Which program judges: what it is made of, so that another one does not go by what this one found."""

import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from cleanledger import __version__

_JUDGING = ("pydantic", "PyYAML", "chinesecalendar", "python-dateutil")
"""What of other people's decides as well."""


@cache
def rules_version() -> str:
    """The version of the program, and a digest of everything that it judges and speaks by."""
    others = " ".join(f"{name} {version(name)}" for name in _JUDGING)
    text = f"{rules_digest()} {others} python {platform.python_version()}"
    return f"{__version__}+{hashlib.sha256(text.encode()).hexdigest()[:16]}"


@cache
def rules_digest() -> str:
    """What says whether two programs judge and speak alike, whatever they run on."""
    return digest_of(files("cleanledger"))


def digest_of(package: Traversable) -> str:
    """Sha256 over the modules and the catalogues of messages in a folder."""
    digest = hashlib.sha256()
    for name, content in sorted(_modules(package)):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _modules(folder: Traversable, below: str = "") -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        name = f"{below}/{each.name}"
        if each.is_dir():
            yield from _modules(each, name)
        elif each.name.endswith((".py", ".mo")):
            yield name, each.read_bytes()
