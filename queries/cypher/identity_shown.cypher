// The entities that are shown as another, with that other.
// Returns: uid, canonical.
MATCH (n:Entity)
WHERE n.canonical > ''
RETURN n.uid AS uid, n.canonical AS canonical
