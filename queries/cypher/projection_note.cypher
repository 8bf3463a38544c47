// The token of one note of changes. Parameter: sequence. Returns: token; no row when the note was dropped.
MATCH (c:Change {sequence: $sequence})
RETURN c.token AS token
