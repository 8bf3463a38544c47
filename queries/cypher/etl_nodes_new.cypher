// Write entities of one kind that the graph is known not to have: a property given as null is left out.
// Places: labels (the kind and what it extends). Parameters: rows (list of {uid, properties}), now (ISO time).
UNWIND $rows AS row
CREATE (n:Entity:{{labels}} {uid: row.uid, first_seen: $now})
SET n += row.properties
RETURN count(n) AS written
