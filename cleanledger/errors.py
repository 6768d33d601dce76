"""Failures: why the tool cannot go on. What is wrong with a user's data is a finding instead.

LedgerError            exit 1
├── Refused            exit 1   a rule, a missing step, an unknown or ambiguous name
│   └── ChangedMeanwhile        a file is not what was read
├── UsageError         exit 2   the command line is wrong whatever the book holds
└── EnvironmentFailure exit 3   no book, newer format, lock, disk, git
    └── SavedNotCommitted       the files are written, the commit is not made
"""


class LedgerError(Exception):
    """Carries one message for the user, already in the user's language, and a hint on what to do."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Refused(LedgerError):
    """The book, its rules or the names in it do not allow this."""


class ChangedMeanwhile(Refused):
    """A file is no longer what this command read."""


class UsageError(LedgerError):
    """The command line is wrong, whatever the book holds."""

    exit_code = 2


class EnvironmentFailure(LedgerError):
    """The surroundings do not allow it: no book, a newer format, a lock, the disk, git."""

    exit_code = 3


class SavedNotCommitted(EnvironmentFailure):
    """Everything is on disk; git did not take it."""
