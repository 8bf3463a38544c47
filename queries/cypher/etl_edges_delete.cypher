// Delete edges that nothing states any more.
// Places: relation. Parameters: rows (list of {start, end}).
UNWIND $rows AS row
MATCH (:Entity {uid: row.start})-[r:{{relation}}]->(:Entity {uid: row.end})
DELETE r
