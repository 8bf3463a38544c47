// Entities with everything stored of them. Parameter: uids. Returns: uid, labels, stored (map of properties).
MATCH (n:Entity)
WHERE n.uid IN $uids
RETURN n.uid AS uid, labels(n) AS labels, properties(n) AS stored
