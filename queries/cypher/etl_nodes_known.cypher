// The entities that some files tell of.
// scan: the elements of `sources` have no index; run only when a file was loaded before.
// Parameters: files ("source|file|" of each). Returns: uid, sources, stub.
MATCH (n:Entity)
WHERE any(s IN n.sources WHERE any(f IN $files WHERE s STARTS WITH f))
RETURN n.uid AS uid, n.sources AS sources, coalesce(n.stub, false) AS stub
