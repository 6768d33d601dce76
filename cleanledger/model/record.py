"""The base of every model: frozen, unknown keys refused, built when first used."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A value read from a file; `None` means that the key is not there."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
