// Give edges other sources: those that still state them.
// Places: relation. Parameters: rows (list of {start, end, sources}).
UNWIND $rows AS row
MATCH (:Entity {uid: row.start})-[r:{{relation}}]->(:Entity {uid: row.end})
SET r.sources = row.sources
