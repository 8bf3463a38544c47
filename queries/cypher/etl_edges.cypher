// Write edges of one relation. What other files state of an edge stays; what these files stated is replaced.
// Places: relation. Parameters: rows (list of {start, end, properties, sources}), files ("source|file|" of this load).
// Returns: written (how many edges there are now of the rows; fewer than rows when an end is missing).
UNWIND $rows AS row
MATCH (a:Entity {uid: row.start})
MATCH (b:Entity {uid: row.end})
MERGE (a)-[r:{{relation}}]->(b)
SET r += row.properties,
    r.sources = [s IN coalesce(r.sources, []) WHERE NOT any(f IN $files WHERE s STARTS WITH f)] + row.sources
RETURN count(r) AS written
