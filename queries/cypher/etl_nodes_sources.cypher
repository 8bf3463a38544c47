// Give entities other sources: those that still tell of them.
// Parameters: rows (list of {uid, properties}).
UNWIND $rows AS row
MATCH (n:Entity {uid: row.uid})
SET n += row.properties
