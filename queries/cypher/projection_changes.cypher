// What was changed since a projection was made, with the note that it knew last.
// Parameters: since (sequence of that note, 0 for none).
// Returns: sequence, token, load, running (whether that load is not closed yet), whole, uids, relation, starts, ends,
// decisions (first and last number of the decisions about identity that it stands for, or null).
MATCH (c:Change)
WHERE c.sequence >= $since
OPTIONAL MATCH (l:Load {id: c.load, status: 'running'})
RETURN c.sequence AS sequence, c.token AS token, c.load AS load, l IS NOT NULL AS running, c.whole AS whole, c.uids AS uids,
       c.relation AS relation, c.starts AS starts, c.ends AS ends, c.decisions AS decisions
ORDER BY sequence
