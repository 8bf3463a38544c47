// How many entities there are, from the store's count store.
// Returns: count.
MATCH (n:Entity)
RETURN count(n) AS count
