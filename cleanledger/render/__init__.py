"""Tables and findings as text: for people on a terminal, for documents, for programs."""
