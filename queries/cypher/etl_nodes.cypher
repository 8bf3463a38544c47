// Write entities of one kind. A property given as null is removed.
// Places: labels (the kind and what it extends). Parameters: rows (list of {uid, properties}), now (ISO time).
UNWIND $rows AS row
MERGE (n:Entity {uid: row.uid})
ON CREATE SET n.first_seen = $now
SET n:{{labels}}, n += row.properties
RETURN count(n) AS written
