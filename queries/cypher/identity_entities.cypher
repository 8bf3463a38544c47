// What the graph has of some entities. Parameter: uids. Returns: uid, labels, stored (map of properties).
UNWIND $uids AS uid
MATCH (n:Entity {uid: uid})
RETURN n.uid AS uid, labels(n) AS labels, properties(n) AS stored
