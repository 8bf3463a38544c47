// The version of the graph: the newest complete load that changed something, and how many loads there were.
// scan: one Load node per load ever made, a short list.
// Returns: version (null for an empty graph), sequence.
MATCH (l:Load {status: 'complete'})
WHERE l.changes > 0
RETURN l.id AS version, l.sequence AS sequence
ORDER BY sequence DESC
LIMIT 1
