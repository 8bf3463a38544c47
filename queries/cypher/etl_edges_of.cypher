// All edges of an entity.
// Parameters: uid. Returns: relation, start, end, properties.
MATCH (n:Entity {uid: $uid})-[r]-()
RETURN type(r) AS relation, startNode(r).uid AS start, endNode(r).uid AS end, properties(r) AS properties
