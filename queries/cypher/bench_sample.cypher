// Uids of one kind in order, for sampling in measurements. Parameter: limit. Returns: uid.
// scan: all entities of a kind are wanted.
MATCH (n:{{label}})
RETURN n.uid AS uid
ORDER BY uid
LIMIT $limit
