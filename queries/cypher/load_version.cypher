// The version of the graph: the newest complete load that changed something, with the number of the newest decision
// about identity when there is one, since that changes what is shown too; and both numbers by themselves.
// scan: one Load node per load ever made, a short list.
// Returns: version (null for an empty graph), load (its id), sequence, decided (0 without decisions).
MATCH (l:Load {status: 'complete'})
WHERE l.changes > 0
WITH l
ORDER BY l.sequence DESC
LIMIT 1
OPTIONAL CALL () {
  MATCH (d:Decision)
  WHERE d.sequence > 0
  RETURN d.sequence AS decided
  ORDER BY decided DESC
  LIMIT 1
}
RETURN l.id + coalesce('+' + decided, '') AS version, l.id AS load, l.sequence AS sequence, coalesce(decided, 0) AS decided
