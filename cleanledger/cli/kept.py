"""What somebody kept elsewhere: the digits of a checkpoint as typed from paper, or a file that holds one."""

from pathlib import Path

from cleanledger.errors import Refused, UsageError
from cleanledger.history.proofs import Kept
from cleanledger.i18n import _
from cleanledger.model.checkpoint import DIGITS, checkpoint_in, digits_in, grouped, typed_digits
from cleanledger.store.files import read_bytes

_LIMIT = 64 << 20
_HEX = frozenset("0123456789abcdefABCDEF")


def kept_in(asked: str) -> Kept:
    """The checkpoint that `asked` is, or that the file of this name holds."""
    if digits := typed_digits(asked):
        return Kept(f"{grouped(digits)[:9]} …", digits)
    path = Path(asked)
    if path.is_file():
        return _kept_in_file(path)
    typed = [each for each in asked if not each.isspace()]
    hint = _("name the file that holds a checkpoint, or type all {n} digits (0-9, a-f)", n=DIGITS)
    if typed and all(each in _HEX for each in typed):
        raise UsageError(_("that is {n} digits: a checkpoint has {most}", n=len(typed), most=DIGITS), hint)
    raise UsageError(_("{text} is neither a file nor the digits of a checkpoint", text=asked[:40]), hint)


def _kept_in_file(path: Path) -> Kept:
    text = _decoded(read_bytes(path, limit=_LIMIT))
    written = checkpoint_in(text)
    if written is not None:
        return Kept(str(path), written.checkpoint.digits, written)
    found = digits_in(text)
    if len(found) != 1:
        raise Refused(
            _("{path} holds no checkpoint", path=path)
            if not found
            else _("{path} holds {n} times {most} digits", path=path, n=len(found), most=DIGITS),
            _("type the {n} digits instead of the file", n=DIGITS),
        )
    return Kept(str(path), found[0])


def _decoded(raw: bytes) -> str:
    """The text of a file that some editor may have saved in its own way."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
