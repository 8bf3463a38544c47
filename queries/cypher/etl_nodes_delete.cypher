// Delete entities that no row states or refers to.
// Parameters: rows (list of {uid}).
UNWIND $rows AS row
MATCH (n:Entity {uid: row.uid})
DELETE n
