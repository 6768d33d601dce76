"""The option by which auditors name the keys that they trust."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from cleanledger.errors import Refused
from cleanledger.i18n import _

Signers: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--signers", metavar="FILE", help=_("The keys that you trust, as ssh-keygen reads allowed signers.")
    ),
]


def existing_file(path: Path | None) -> Path | None:
    """The file that was named; Refused where there is none."""
    if path is not None and not path.is_file():
        raise Refused(_("there is no {path}", path=path), _("name a file"))
    return path
