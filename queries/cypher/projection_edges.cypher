// Every edge of one relation for the projection.
// scan: the projection holds the whole graph.
// Places: relation. Parameters: dated (list of [label, property]: what dates an edge without a date of its own).
// Returns: start, end (uids), confidence, since (date, year or null), level.
MATCH (a:Entity)-[r:{{relation}}]->(b:Entity)
RETURN a.uid AS start,
       b.uid AS end,
       coalesce(r.confidence, 1.0) AS confidence,
       coalesce(
         r.valid_from,
         r.date,
         head([d IN $dated WHERE d[0] IN labels(a) AND a[d[1]] IS NOT NULL | a[d[1]]]),
         head([d IN $dated WHERE d[0] IN labels(b) AND b[d[1]] IS NOT NULL | b[d[1]]])
       ) AS since,
       coalesce(r.level, 0) AS level
