// Some edges of one relation as they are, before they are changed.
// Places: relation. Parameters: rows (list of {start, end}). Returns: start, end, properties.
UNWIND $rows AS row
MATCH (a:Entity {uid: row.start})
MATCH (b:Entity {uid: row.end})
CALL (a, b) {  // from whichever end has fewer edges: one may be a region that thousands lie in
  MATCH (a)-[r:{{relation}}]->(b)
  RETURN properties(r) AS properties
}
RETURN row.start AS start, row.end AS end, properties
