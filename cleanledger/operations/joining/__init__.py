"""Two versions of one entry joined by what they mean, where git sees lines that clash."""

from cleanledger.operations.joining.choices import Choice, Settled
from cleanledger.operations.joining.join import Joined, join

__all__ = ["Choice", "Joined", "Settled", "join"]
