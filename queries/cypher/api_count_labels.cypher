// How many nodes each label has, from the store's count store.
// scan: one look-up in the count store per label; no node is read.
// Returns: name, count.
CALL db.labels() YIELD label
WITH label WHERE label <> 'Entity'
CALL (label) {
  MATCH (n:$(label))
  RETURN count(n) AS count
}
RETURN label AS name, count
