// Some edges of one relation, as far as there are any.
// Places: relation. Parameter: rows (list of {start, end}). Returns: as projection_edges.
UNWIND $rows AS row
MATCH (a:Entity {uid: row.start})
MATCH (b:Entity {uid: row.end})
CALL (a, b) {  // from whichever end has fewer edges
  MATCH (a)-[r:{{relation}}]->(b)
  RETURN r
}
RETURN row.start AS start,
       row.end AS end,
       coalesce(r.confidence, 1.0) AS confidence,
       coalesce(r.valid_from, r.date) AS since,
       r.valid_to AS until,
       coalesce(r.level, 0) AS level
