"""The pack of an audit: a zip whose members and whose very bytes are given by what goes into it."""

import hashlib
import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple, TypeAlias

from cleanledger.i18n import _

Members: TypeAlias = Mapping[str, bytes]
"""What each file of a pack holds, by its path in it."""

MANIFEST = "manifest.json"
SCHEMA = "cleanledger/pack-1"
MOST_MEMBERS = 1000
MOST_BYTES = 1 << 30
_MOST_OF_MANIFEST = 1 << 22
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN = (stat.S_IFREG | 0o644) << 16
_UNIX = 3
_ENCRYPTED = 0x1
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError),
    *(ValueError, RuntimeError, OSError, struct.error),
)
_SMALL = 1 << 16
_MOST_TIMES = 100
"""Lists and papers are packed to a tenth; what unfolds a hundredfold was made to do so."""
_KNOWN_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Opened(NamedTuple):
    """A pack as read: its members, and why it is none that can be trusted; then there are no members."""

    members: Members
    faults: tuple[str, ...] = ()


def packed(members: Members, facts: Mapping[str, object]) -> bytes:
    """The zip of `members` and the manifest that names each: no clock, no owner, nothing compressed.

    `facts`: what the manifest says beside. The manifest comes first, then the members by their names.
    """
    return zipped({MANIFEST: manifest(members, facts), **members})


def zipped(whole: Members) -> bytes:
    """The members of a whole pack as the zip that `packed` makes of them."""
    names = sorted(whole, key=lambda name: (name != MANIFEST, name))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as file:
        for name in names:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system, info.external_attr = _UNIX, _PLAIN
            file.writestr(info, whole[name])
    return stream.getvalue()


def manifest(members: Members, facts: Mapping[str, object]) -> bytes:
    """What a pack says of itself: `facts`, and of each file its size and sha256."""
    files = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in sorted(members.items())
    }
    said = {"schema": SCHEMA, **facts, "files": files}
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def opened(content: bytes) -> Opened:
    """The members of a pack; refused as a whole where its form alone is a danger or a deceit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            infos = file.infolist()
            if faults := tuple(_faults(infos)):
                return Opened({}, faults)
            return Opened({info.filename: _read(file, info) for info in infos})
    except (*_BROKEN, _Longer):
        return Opened({}, (_("it is no zip that can be read whole"),))


class _Longer(Exception):
    """A member is longer than it says."""


def _read(file: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with file.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise _Longer(info.filename)
    return content


def _faults(infos: list[zipfile.ZipInfo]) -> Iterator[str]:
    if len(infos) > MOST_MEMBERS:
        yield _("it holds {n} files; at most {most} are read", n=len(infos), most=MOST_MEMBERS)
        return
    if (size := sum(info.file_size for info in infos)) > MOST_BYTES:
        yield _("unpacked it has {size} bytes; at most {most} are read", size=size, most=MOST_BYTES)
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if not _is_inside(name):
            yield _("{name} would lie outside of the folder that it is unpacked into", name=name)
        elif info.is_dir() or stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            yield _("{name} is no plain file", name=name)
        elif info.flag_bits & _ENCRYPTED or info.compress_type not in _KNOWN_WAYS:
            yield _("{name} is encrypted, or packed in a way that is not known", name=name)
        elif info.file_size > _MOST_TIMES * max(info.compress_size, 1) and info.file_size > _SMALL:
            yield _(
                "{name} would unfold from {packed} to {size} bytes",
                name=name,
                packed=info.compress_size,
                size=info.file_size,
            )
        if name.casefold() in seen:
            yield _("{name} is there twice", name=name)
        seen.add(name.casefold())


def _is_inside(name: str) -> bool:
    parts = name.rstrip("/").split("/")
    plain = not any(part in ("", ".", "..") for part in parts) and "\\" not in name and ":" not in name
    return plain and name.isprintable() and not PurePosixPath(name).is_absolute()


def said_by(members: Members) -> tuple[dict[str, object], tuple[str, ...]]:
    """What the manifest says, and what of the pack is not as it says."""
    if MANIFEST not in members:
        return {}, (_("{name} is missing", name=MANIFEST),)
    said = _json(members[MANIFEST])
    files = said.get("files") if said else None
    if said is None or said.get("schema") != SCHEMA or not isinstance(files, dict):
        return {}, (_("{name} cannot be read", name=MANIFEST),)
    return said, tuple(_differing(members, files))


def _json(content: bytes) -> dict[str, object] | None:
    if len(content) > _MOST_OF_MANIFEST:
        return None
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _differing(members: Members, files: Mapping[str, object]) -> Iterator[str]:
    for name in sorted({*members, *files} - {MANIFEST}):
        if name not in members:
            yield _("{name} is missing", name=name)
        elif name not in files:
            yield _("{name} is not in the manifest", name=name)
        else:
            stated = files[name]
            digest = hashlib.sha256(members[name]).hexdigest()
            if stated != {"sha256": digest, "size": len(members[name])}:
                yield _("{name} is not what the manifest says of it", name=name)
