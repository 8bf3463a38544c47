// What some files state: entities with what tells of them, and their outgoing edges that these files state.
// scan: the elements of `sources` have no index; run only when a file was loaded before. Memory stays flat.
// Parameters: files ("source|file|" of each). Returns: uid, sources (empty when the entity is none of theirs), stub,
// hash, edges (list of [relation, end, sources, hash]).
MATCH (n:Entity)
CALL (n) {
  MATCH (n)-[r]->(b:Entity)
  WHERE any(s IN r.sources WHERE any(f IN $files WHERE s STARTS WITH f))
  RETURN collect([type(r), b.uid, r.sources, r.content_hash]) AS edges
}
WITH n, edges, any(s IN n.sources WHERE any(f IN $files WHERE s STARTS WITH f)) AS theirs
WHERE theirs OR size(edges) > 0
RETURN n.uid AS uid, CASE WHEN theirs THEN n.sources ELSE [] END AS sources, coalesce(n.stub, false) AS stub,
       n.content_hash AS hash, edges
