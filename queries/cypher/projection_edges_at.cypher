// All edges of some entities.
// Parameter: uids. Returns: relation, then as projection_edges.
UNWIND $uids AS uid
MATCH (:Entity {uid: uid})-[r]-()
WITH DISTINCT r
RETURN type(r) AS relation,
       startNode(r).uid AS start,
       endNode(r).uid AS end,
       coalesce(r.confidence, 1.0) AS confidence,
       coalesce(r.valid_from, r.date) AS since,
       r.valid_to AS until,
       coalesce(r.level, 0) AS level
