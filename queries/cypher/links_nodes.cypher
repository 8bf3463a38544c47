// The properties of some entities.
// Parameters: uids (list). Returns: uid, properties (map).
UNWIND $uids AS uid
MATCH (n:Entity {uid: uid})
RETURN uid, properties(n) AS properties
