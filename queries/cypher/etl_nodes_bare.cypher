// Strip entities to what their uid says, since no row tells of them any more.
// Parameters: rows (list of {uid, properties}).
UNWIND $rows AS row
MATCH (n:Entity {uid: row.uid})
SET n = row.properties
