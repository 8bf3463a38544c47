// What the graph has of some entities.
// Parameters: uids (list of uids). Returns: uid, sources, stub, hash.
UNWIND $uids AS uid
MATCH (n:Entity {uid: uid})
RETURN n.uid AS uid, n.sources AS sources, coalesce(n.stub, false) AS stub, n.content_hash AS hash
