"""Honest histories of small books in real git, and crimes against them, for `ledger audit`."""
