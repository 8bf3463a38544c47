// The rows that name an entity which has none of its own, as far as a clearance may see the edges they state.
// Parameters: uid, clearance (0 to 2). Returns: source.
MATCH (n:Entity {uid: $uid})-[r]-()
WHERE coalesce(r.level, 0) <= $clearance
UNWIND coalesce(r.sources, []) AS source
RETURN DISTINCT source
