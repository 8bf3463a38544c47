// The edges that some files state.
// scan: the elements of `sources` have no index; run only when a file was loaded before.
// Parameters: files ("source|file|" of each). Returns: relation, start, end, sources, hash.
MATCH (a:Entity)-[r]->(b:Entity)
WHERE any(s IN r.sources WHERE any(f IN $files WHERE s STARTS WITH f))
RETURN type(r) AS relation, a.uid AS start, b.uid AS end, r.sources AS sources, r.content_hash AS hash
