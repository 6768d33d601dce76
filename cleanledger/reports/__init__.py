"""Tables computed from rows: pure functions of rows, a day and a query; how they look is `render`'s."""
