// Entities (no stubs) that a reference may mean, with the uids of what they belong to (a researcher's organizations).
// Places: label, property, relation. Parameters: values (list of texts). Returns: value, uid (of what it is shown as), owners.
UNWIND $values AS value
MATCH (n:{{label}} {{{property}}: value})
WHERE n.stub IS NULL
RETURN value, coalesce(n.canonical, n.uid) AS uid, [(n)-[:{{relation}}]-(owner:Entity) | owner.uid] AS owners
