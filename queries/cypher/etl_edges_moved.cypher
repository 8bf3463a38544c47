// Write edges that stood elsewhere; where there is one already, their sources are joined.
// Places: relation. Parameters: rows (list of {start, end, properties, sources}).
UNWIND $rows AS row
MATCH (a:Entity {uid: row.start})
MATCH (b:Entity {uid: row.end})
MERGE (a)-[r:{{relation}}]->(b)
ON CREATE SET r = row.properties
SET r.sources = [s IN row.sources WHERE NOT s IN coalesce(r.sources, [])] + coalesce(r.sources, [])
RETURN count(r) AS written
