// Whether the graph holds anything.
// scan: stops at the first entity.
// Returns: one row with uid, none when the graph is empty.
MATCH (n:Entity)
RETURN n.uid AS uid
LIMIT 1
