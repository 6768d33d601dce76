"""The command line: reads what was typed, calls, shows, ends with a code. The only place that knows typer."""
