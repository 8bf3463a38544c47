// Where the history of a store stands: the newest note of changes before the first one of any load that still runs.
// scan: one Change node per transaction of the newest loads; older ones are dropped.
// Returns: since (its sequence, 0 for none), token (null when it was dropped).
OPTIONAL CALL () {
  MATCH (l:Load {status: 'running'})
  MATCH (c:Change)
  WHERE c.load = l.id
  RETURN min(c.sequence) - 1 AS closed
}
OPTIONAL CALL () {
  MATCH (c:Change)
  WHERE c.sequence > 0
  RETURN c.sequence AS last
  ORDER BY last DESC
  LIMIT 1
}
WITH coalesce(closed, last, 0) AS since
OPTIONAL MATCH (c:Change {sequence: since})
RETURN since, c.token AS token
