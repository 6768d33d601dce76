"""The messages that no test can have said in Chinese by a command, and why."""

from collections.abc import Mapping
from types import MappingProxyType

_REASONS: Mapping[str, tuple[str, ...]] = {
    "it is printed into docs/lifecycle.md, which is English": (
        *(", with an approver", "its line says", "status after", "status before", "verb"),
    ),
    "the clone would have to be shallow, bare of commits, without git or older than its book": (
        "--at reads what was committed, but {folder} lies in no git repository",
        "fetch all of it: git fetch --unshallow; in a CI job: fetch-depth: 0",
        "nothing is committed here yet, so there is no past to read",
        "see when it began: git log -- {path}",
        "there is no book in {folder} in the commit {commit}",
        "this clone does not reach back to {day}",
        "this clone holds only the last commits; fetch all of it: git fetch --unshallow",
    ),
    "every verb has its command": ("This version has no command for it; a log may hold it.",),
    "no rule crashes; tests/checks/test_no_rule_raises.py sees to that": (
        "rule {code} failed on {path}: {error}",
        "this is a fault of the program, not of the book; please report it",
    ),
    "the repository would have to belong to another user": (
        "If you trust whoever owns it: git config --global --add safe.directory {folder}",
        "The folder to name there is the root of the repository.",
        "{folder} lies in a repository that belongs to another user; git refuses to read it",
    ),
    "git would have to vanish, or to fail, while a command runs": (
        "Install git (https://git-scm.com), then run the command again.",
        "The system says: {words}",
        "git could not be started in {folder}",
        "git is not installed, or not on the PATH",
        "git says: {words}",
        "other programs commit to this branch all the time",
    ),
    "the power would have to fail between two writes; tests/faults shows what happens then": (
        "A change that was broken off waits to be finished.",
        "Run the command again.",
        "The file is there, perhaps not safely on the disk.",
        "The file may hold the new content, perhaps not safely on the disk.",
        "an earlier change in {folder} is not finished yet",
    ),
    "somebody else would have to write between two steps of one command": (
        "Look at it, then run the command again.",
        "something else was written meanwhile: other letters are to be sent",
        "something else was written meanwhile: {subject}",
        "{path} was changed after the last write; nothing was taken back",
        "{path} was made by somebody else meanwhile; nothing was written",
        "{path} was replaced while it was opened",
    ),
    "the edit is compared with what was meant; no file is known with which it fails": (
        "Mend the file first; what is wrong in it says: ledger check {path}",
        "Open the file and do it by hand: {change}",
        "add to {place}: {value}",
        "delete {place}",
        "write {place}: {value}",
        "{path}, line {line}: the tool cannot make this change here; the file is unchanged",
    ),
    "what comes last, where no cause was found: no text is known that leads there": (
        "Write: key: value. Put the value in quotes if it holds punctuation.",
        "this line cannot be read as YAML",
        "this value does not fit here",
    ),
    "thousands of files would be needed": (
        "no free number was found in {ledger}",
        "there are too many files named {name}",
        "this changes more at once than can be taken back: {size} bytes",
    ),
    "a file of this size is refused before it is read": (
        "One file holds one entry. Move long material to an attachment.",
        "the file has {size} bytes; at most {most} are read",
        "unpacked it has {size} bytes; at most {most} are read",
    ),
    "only programs are told: the related places of a finding, in JSON and SARIF": ("again {code}",),
    "the rows of a book that can be read balance; tests/reports/test_balance.py has one that cannot": (
        "a row that does not balance has a log that contradicts itself: ledger check says where",
    ),
    "git would have to know nobody; tests/cli/test_audit.py has such a paper": ("unknown to git",),
    "there is a command for it": ("it then stands in `accepted` of the entry",),
    "another system would be needed": ("the network drive was disconnected",),
    "the user would have to be known to no system": (
        "ledger completion SHELL > FILE writes the script anywhere",
        "there is no home folder",
    ),
    "the command asks for it first": (
        "The paper that seals it: its number",
        "a rule holds from a day on",
        "nobody holds the post {post} on {day}",
    ),
    "two logs would have to be at odds, or marks committed; tests/cli/test_resolve.py has them": (
        "  no line is lost; those of the side not taken are corrected, in the open:",
        "a line that both had was changed or taken out",
        "{id}: lines of the two logs do not go together: {why}",
        "{path}: somebody must choose; ledger resolve says what",
    ),
    "git tells a hook on a server; tests/cli/test_hooks.py pushes": (
        "the push was refused",
        "{ref}: a branch of the book is not deleted",
        "{ref}: a checkpoint is neither moved nor deleted",
        "{ref}: the push would rewrite what others have; fetch and merge first",
    ),
    "others would have to push meanwhile; tests/cli/test_team.py has them": (
        "others were faster {n} times; what is yours is here, and not sent yet",
        "what others sent and what is yours do not go together; nothing was joined, nothing is lost",
        "git knows you in this clone as {name} <{email}>",
    ),
    "a key would have to be made": ("signature valid", "signed"),
    "another git would be needed": (
        "this git cannot try a merge (2.38 or newer can): HEAD was judged as it is",
    ),
    "it takes more entries, units or a past than an office has; tests/history and tests/crimes make them": (
        "the merge put the lines of the log into another order",
        "it moves from a day on: ledger unit set {unit} parent=… --from DATE",
        "nothing found; {n} could not be checked",
        "the posts of {who} were made those of several people",
        "the unit {unit} was moved, and its past with it",
        "{n} entries were judged at once, with no one meeting or document",
    ),
}

NOT_DRIVEN: Mapping[str, str] = MappingProxyType(
    {message: reason for reason, messages in _REASONS.items() for message in messages}
)
