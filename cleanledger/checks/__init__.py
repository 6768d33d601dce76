"""The rules: each looks at one entry or at the book and yields what is wrong. They read no files."""
