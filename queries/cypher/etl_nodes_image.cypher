// Some entities as they are, before they are changed.
// Parameters: uids (list of uids). Returns: uid, labels, properties.
UNWIND $uids AS uid
MATCH (n:Entity {uid: uid})
RETURN uid, labels(n) AS labels, properties(n) AS properties
