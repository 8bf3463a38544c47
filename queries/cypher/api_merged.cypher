// What is shown as some entities. Parameter: uids. Returns: uid (of those entities), stored (map of properties).
UNWIND $uids AS uid
MATCH (n:Entity {canonical: uid})
RETURN uid, properties(n) AS stored
ORDER BY uid, n.uid
