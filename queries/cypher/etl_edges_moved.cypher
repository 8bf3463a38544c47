// Write edges that stood elsewhere, joined with those that are there already.
// Places: relation. Parameters: rows (list of {start, end, properties}).
UNWIND $rows AS row
MATCH (a:Entity {uid: row.start})
MATCH (b:Entity {uid: row.end})
MERGE (a)-[r:{{relation}}]->(b)
SET r = row.properties
RETURN count(r) AS written
