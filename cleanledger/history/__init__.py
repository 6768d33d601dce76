"""The past of a book: one stream of changes, read from commits, and what the rules have against them."""
