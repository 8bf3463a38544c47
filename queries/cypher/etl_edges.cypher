// Write edges of one relation. What other files state of an edge stays; what these files stated is replaced. Where others
// state it more surely, what they say of it stays, too.
// Places: relation. Parameters: rows (list of {start, end, properties, sources}), files ("source|file|" of this load).
// Returns: written (how many edges there are now of the rows; fewer than rows when an end is missing).
UNWIND $rows AS row
MATCH (a:Entity {uid: row.start})
MATCH (b:Entity {uid: row.end})
MERGE (a)-[r:{{relation}}]->(b)
WITH r, row, [s IN coalesce(r.sources, []) WHERE NOT any(f IN $files WHERE s STARTS WITH f)] AS others
SET r += CASE WHEN size(others) > 0 AND r.confidence > row.properties.confidence THEN {} ELSE row.properties END,
    r.sources = others + row.sources
RETURN count(r) AS written
