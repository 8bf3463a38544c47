// Note what a transaction changes, in the same transaction, so that projections can be brought up to date by it.
// Parameters: load (id of the load that changes it), whole (anything may have changed), uids (of entities), relation, starts
// and ends (uids, of its edges). The token tells this note from one of the same sequence in another history of the store.
OPTIONAL CALL () {
  MATCH (old:Change)
  WHERE old.sequence > 0
  RETURN old.sequence AS last
  ORDER BY last DESC
  LIMIT 1
}
CREATE (:Change {sequence: coalesce(last, 0) + 1, token: randomUUID(), load: $load, whole: $whole, uids: $uids,
                 relation: $relation, starts: $starts, ends: $ends})
