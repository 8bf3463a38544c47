// Every index with its state and the properties it covers.
// Returns: name, state (ONLINE, POPULATING, FAILED), properties (list).
SHOW INDEXES YIELD name, state, properties, type
WHERE type <> 'LOOKUP'
RETURN name, state, coalesce(properties, []) AS properties
