// Every index with its state and the properties it covers.
// Returns: name, state (ONLINE, POPULATING, FAILED), percent built, properties (list).
SHOW INDEXES YIELD name, state, populationPercent, properties, type
WHERE type <> 'LOOKUP'
RETURN name, state, coalesce(populationPercent, 0.0) AS percent, coalesce(properties, []) AS properties
