// Delete entities together with their edges: they have another uid from now on.
// Parameters: rows (list of {uid}).
UNWIND $rows AS row
MATCH (n:Entity {uid: row.uid})
DETACH DELETE n
