// Write edges of one relation that the graph is known not to have.
// Places: relation. Parameters: rows (list of {start, end, properties, sources}).
// Returns: written (fewer than rows when an end is missing).
UNWIND $rows AS row
MATCH (a:Entity {uid: row.start})
MATCH (b:Entity {uid: row.end})
CREATE (a)-[r:{{relation}} {sources: row.sources}]->(b)
SET r += row.properties
RETURN count(r) AS written
