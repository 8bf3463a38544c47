// Strip entities to what their uid says, since no row tells of them any more. What people decided of them stays.
// Parameters: rows (list of {uid, properties}).
UNWIND $rows AS row
MATCH (n:Entity {uid: row.uid})
WITH n, row, n.canonical AS canonical
SET n = row.properties
SET n.canonical = canonical
