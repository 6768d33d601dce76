"""Files of other programs: what they make of a table, and what is left of it."""
