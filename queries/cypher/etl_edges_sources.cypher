// Give edges other sources: those that still state them.
// Places: relation. Parameters: rows (list of {start, end, sources}).
UNWIND $rows AS row
MATCH (a:Entity {uid: row.start})
MATCH (b:Entity {uid: row.end})
CALL (row, a, b) {  // see etl_edges_image
  MATCH (a)-[r:{{relation}}]->(b)
  SET r.sources = row.sources
}
