// All edges of some entities; one between two of them comes twice.
// Parameters: uids (list of uids). Returns: relation, start, end, properties.
UNWIND $uids AS uid
MATCH (:Entity {uid: uid})-[r]-()
RETURN type(r) AS relation, startNode(r).uid AS start, endNode(r).uid AS end, properties(r) AS properties
