"""cleanledger: the ledger that offices keep their integrity work by."""

__version__ = "0.1.0"
