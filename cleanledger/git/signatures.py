"""What the signature of a commit is worth, by keys that somebody trusts."""

from pathlib import Path

from cleanledger.git.process import ASKING, attempt, reading_environment
from cleanledger.git.repository import Repository


def signature_of(repository: Repository, name: str, signers: Path, kind: str = "commit") -> str:
    """Valid or invalid, by `signers`: a file of allowed signers as ssh-keygen reads it. `kind`: or tag.

    Whoever signed need not be the author, and neither date is proved by it.
    """
    keys = ("-c", f"gpg.ssh.allowedSignersFile={signers.absolute()}")
    environment = reading_environment(own_configuration=repository.own_configuration)
    environment |= dict(repository.surroundings)
    done = attempt(
        (f"verify-{kind}", "--raw", name),
        cwd=repository.root,
        environment=environment,
        options=(*ASKING, *keys),
    )
    return "invalid" if done.returncode else "valid"
