// How much each note of changes names, the newest first.
// scan: one Change node per transaction of the newest loads; older ones are dropped.
// Returns: sequence, size (entities and edges), whole.
MATCH (c:Change)
RETURN c.sequence AS sequence, size(c.uids) + size(c.starts) AS size, c.whole AS whole
ORDER BY sequence DESC
