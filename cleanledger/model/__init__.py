"""What a ledger is. Knows no files, no clock and no git."""
