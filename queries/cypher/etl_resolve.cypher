// Entities (no stubs) that a reference may mean, by one property of one kind.
// Places: label, property. Parameters: values (list of texts). Returns: value, uid (of what it is shown as).
UNWIND $values AS value
MATCH (n:{{label}} {{{property}}: value})
WHERE n.stub IS NULL
RETURN value, coalesce(n.canonical, n.uid) AS uid
