// Delete edges that nothing states any more.
// Places: relation. Parameters: rows (list of {start, end}).
UNWIND $rows AS row
MATCH (a:Entity {uid: row.start})
MATCH (b:Entity {uid: row.end})
CALL (a, b) {  // see etl_edges_image
  MATCH (a)-[r:{{relation}}]->(b)
  DELETE r
}
