// What still refers to some entities: the sources of their edges.
// Parameters: uids (list of uids). Returns: uid, labels, first_seen, sources (of all edges, empty when there are none).
UNWIND $uids AS uid
MATCH (n:Entity {uid: uid})
OPTIONAL MATCH (n)-[r]-()
UNWIND coalesce(r.sources, [null]) AS ref
RETURN uid, labels(n) AS labels, n.first_seen AS first_seen, collect(DISTINCT ref) AS sources
