// A load and those after it: whether they changed nothing, and whether they noted what they changed.
// scan: one Load node per load ever made.
// Parameters: since (sequence of the first). Returns: id, idle, noted; in order.
MATCH (l:Load)
WHERE l.sequence >= $since
RETURN l.id AS id, l.status = 'complete' AND l.changes = 0 AS idle,
       EXISTS { MATCH (c:Change) WHERE c.load = l.id } AS noted
ORDER BY l.sequence
