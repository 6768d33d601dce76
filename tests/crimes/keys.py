"""Keys of ssh for those who sign, made once for a run."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

POSTS = ("jgdw-clerk", "gdbh-clerk", "kq-clerk", "jgjw-head", "leader")


@dataclass(frozen=True)
class Keys:
    """Files of keys by post, `unknown` beside them; `signers` names those that count."""

    files: MappingProxyType[str, str]
    signers: Path

    @classmethod
    def made(cls, folder: Path) -> "Keys":
        folder.mkdir()
        names = (*POSTS, "unknown")
        for name in names:
            words = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name))
            subprocess.run(words, check=True, capture_output=True)
        signers = folder / "signers"
        public = ((folder / f"{post}.pub").read_text().rpartition(" ")[0] for post in POSTS)
        signers.write_text(
            "".join(f"{post}@a.example {key}\n" for post, key in zip(POSTS, public, strict=True))
        )
        return cls(MappingProxyType({name: str(folder / name) for name in names}), signers)
