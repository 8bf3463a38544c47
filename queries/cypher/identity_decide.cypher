// Append decisions to the log and show entities as they are to be shown from now on, and note what that changes (see
// etl_change): all or nothing.
// Parameters: decisions (list of maps without sequence), shown (list of {uid, canonical}; null: shown as itself).
OPTIONAL CALL () {
  MATCH (old:Decision)
  WHERE old.sequence > 0
  RETURN old.sequence AS last
  ORDER BY last DESC
  LIMIT 1
}
WITH coalesce(last, 0) AS last
CALL (last) {
  UNWIND range(1, size($decisions)) AS at
  CREATE (d:Decision)
  SET d = $decisions[at - 1], d.sequence = last + at
}
CALL (last) {
  OPTIONAL CALL () {
    MATCH (old:Change)
    WHERE old.sequence > 0
    RETURN old.sequence AS noted
    ORDER BY noted DESC
    LIMIT 1
  }
  CREATE (:Change {sequence: coalesce(noted, 0) + 1, token: randomUUID(), whole: false, uids: [row IN $shown | row.uid],
                   starts: [], ends: [],
                   decisions: CASE WHEN size($decisions) > 0 THEN [last + 1, last + size($decisions)] END})
}
UNWIND $shown AS row
MATCH (n:Entity {uid: row.uid})
SET n.canonical = row.canonical
