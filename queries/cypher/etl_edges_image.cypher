// Some edges of one relation as they are, before they are changed.
// Places: relation. Parameters: rows (list of {start, end}). Returns: start, end, properties.
UNWIND $rows AS row
MATCH (:Entity {uid: row.start})-[r:{{relation}}]->(:Entity {uid: row.end})
RETURN row.start AS start, row.end AS end, properties(r) AS properties
