// Change nothing: edges that go with their entity in the next transaction, and are noted in the undo log before.
// Places: relation. Parameters: rows (list of {start, end}).
UNWIND $rows AS row
MATCH (a:Entity {uid: row.start})
MATCH (b:Entity {uid: row.end})
CALL (a, b) {  // see etl_edges_image
  MATCH (a)-[r:{{relation}}]->(b)
  RETURN count(r) AS one
}
RETURN sum(one) AS written
