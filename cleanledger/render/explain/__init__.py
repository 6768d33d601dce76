"""The pages of `ledger explain`: a rule, a verb or command, a field, a status, a kind, a signal, an entry."""
