"""What the verbs do: each works out what a file becomes, has the rules judge it, and writes it or refuses."""
