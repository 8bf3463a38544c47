// Every edge of one relation for the projection.
// scan: the projection holds the whole graph.
// Places: relation. Returns: start, end (uids), confidence, since, until (date or null), level.
MATCH (a:Entity)-[r:{{relation}}]->(b:Entity)
RETURN a.uid AS start,
       b.uid AS end,
       coalesce(r.confidence, 1.0) AS confidence,
       coalesce(r.valid_from, r.date) AS since,
       r.valid_to AS until,
       coalesce(r.level, 0) AS level
