"""What the shell asks when TAB is pressed. Answers in milliseconds: loads no typer, no model and no rule."""
