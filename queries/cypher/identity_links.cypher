// Where the edges of one relation lead from every entity of a kind.
// scan: duplicates are looked for among all entities of the kind.
// Places: label, relation. Returns: uid, ends (uids).
MATCH (n:{{label}})-[:{{relation}}]->(end:Entity)
RETURN n.uid AS uid, collect(end.uid) AS ends
