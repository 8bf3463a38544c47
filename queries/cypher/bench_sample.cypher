// Uids of one kind, in order, for sampling in measurements and for offering examples. Parameter: limit. Returns: uid.
MATCH (n:{{label}})
WHERE n.uid >= ''
RETURN n.uid AS uid
ORDER BY uid
LIMIT $limit
