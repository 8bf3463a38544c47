// The sources in the graph.
// scan: a few Source nodes.
// Returns: id, fictitious.
MATCH (s:Source)
RETURN s.id AS id, coalesce(s.fictitious, false) AS fictitious
