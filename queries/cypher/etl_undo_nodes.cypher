// Put entities of one kind back as they were. What people decided of them stays.
// Places: labels (the kind and what it extends). Parameters: rows (list of {uid, properties}).
UNWIND $rows AS row
MERGE (n:Entity {uid: row.uid})
WITH n, row, n.canonical AS canonical
SET n:{{labels}}, n = row.properties
SET n.canonical = coalesce(canonical, row.properties.canonical)
