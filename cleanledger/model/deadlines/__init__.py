"""Deadlines in the words of the documents: text, a day to count from and a year give a reading, or an error.

Pure: no clock, no file. Source of the forms: lists of offices as printed; see docs/decisions.md.
"""

from cleanledger.model.deadlines.grammar import read
from cleanledger.model.deadlines.terms import Reading, Said, Terms, Unread

__all__ = ("Reading", "Said", "Terms", "Unread", "read")
