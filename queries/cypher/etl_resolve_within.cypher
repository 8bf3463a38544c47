// Entities that a reference may mean, with the uids of what they belong to (a researcher's organizations).
// Places: label, property, relation. Parameters: values (list of texts). Returns: value, uid, stub, owners.
UNWIND $values AS value
MATCH (n:{{label}} {{{property}}: value})
RETURN value, n.uid AS uid, coalesce(n.stub, false) AS stub, [(n)-[:{{relation}}]-(owner:Entity) | owner.uid] AS owners
