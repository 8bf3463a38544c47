// What still refers to some entities: the sources of their edges.
// Parameters: uids (list of uids). Returns: uid, labels, first_seen, sources (of all edges), degree (how many edges there are).
UNWIND $uids AS uid
MATCH (n:Entity {uid: uid})
OPTIONAL MATCH (n)-[r]-()
WITH uid, n, collect(r) AS edges
UNWIND CASE WHEN size(edges) = 0 THEN [null] ELSE edges END AS r
UNWIND coalesce(r.sources, [null]) AS ref
RETURN uid, labels(n) AS labels, n.first_seen AS first_seen, size(edges) AS degree, collect(DISTINCT ref) AS sources
