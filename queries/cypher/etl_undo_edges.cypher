// Put edges of one relation back as they were.
// Places: relation. Parameters: rows (list of {start, end, properties}).
UNWIND $rows AS row
MATCH (a:Entity {uid: row.start})
MATCH (b:Entity {uid: row.end})
MERGE (a)-[r:{{relation}}]->(b)
SET r = row.properties
