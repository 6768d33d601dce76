"""A command line for each command that is not a verb on an entry; a test types them all."""

from collections.abc import Mapping
from types import MappingProxyType

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "add": "ledger add RW-2024 修订内部控制制度 -u GDBH -d 2024-12-31",
        "check": "ledger check --select LG5",
        "explain": "ledger explain LG501",
        "init": "ledger init 省厅 --unit 'JGDW 机关党委' --as jgdw-clerk --email a@b.example --name 总台账",
        "list": "ledger list --status doing",
        "new": "ledger new ZX-2024 --kind rectification --title 专项治理台账",
        "person add": "ledger person add zfj-clerk --unit GDBH --role clerk --email c@b.example",
        "report": "ledger report rollup --by ledger",
        "show": "ledger show ZG-2024-031",
        "unit add": "ledger unit add ZFJ 执法局 --under JGDW --alias 执法监察局",
    }
)


def example_of(name: str) -> str:
    """A line that types the command `name`; its bare name where that says enough."""
    return EXAMPLES.get(name, f"ledger {name}")
