// What edges say of themselves and where they stand, for the edges an answer shows.
// Parameters: rows (list of {at, start, relation, end, symmetric}).
// Returns: at, confidence, method, valid_from, valid_to, field, quote, sources, level.
UNWIND $rows AS row
MATCH (a:Entity {uid: row.start})
MATCH (b:Entity {uid: row.end})
MATCH (a)-[r]-(b)
WHERE type(r) = row.relation AND (row.symmetric OR startNode(r) = a)
RETURN row.at AS at,
       coalesce(r.confidence, 1.0) AS confidence,
       coalesce(r.method, 'stated') AS method,
       r.valid_from AS valid_from,
       r.valid_to AS valid_to,
       coalesce(r.field, '') AS field,
       coalesce(r.quote, '') AS quote,
       coalesce(r.sources, []) AS sources,
       coalesce(r.level, 0) AS level
