"""A command line for each command that is not a verb on an entry; a test types them all."""

from collections.abc import Mapping
from types import MappingProxyType

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "check": "ledger check --select LG5",
        "explain": "ledger explain LG501",
        "init": "ledger init 省厅 --unit 'JGDW 机关党委' --as jgdw-clerk --email a@b.example --name 总台账",
        "list": "ledger list --status doing",
        "new": "ledger new ZX-2024 --kind rectification --title 专项治理台账",
        "person add": "ledger person add zfj-clerk --unit GDBH --role clerk --email c@b.example",
        "renumber": "ledger renumber ZG-2024-031",
        "report": "ledger report rollup --by ledger",
        "schema": "ledger schema entry",
        "seal": "ledger seal JL-2024 --doc 整改办〔2024〕9号",
        "show": "ledger show ZG-2024-031",
        "undo": "ledger undo --yes",
        "unit add": "ledger unit add ZFJ 执法局 --under JGDW --alias 执法监察局",
    }
)


def example_of(name: str) -> str:
    """A line that types the command `name`; its bare name where that says enough."""
    return EXAMPLES.get(name, f"ledger {name}")
