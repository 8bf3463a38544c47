// Entities that a reference may mean, by one property of one kind.
// Places: label, property. Parameters: values (list of texts). Returns: value, uid, stub.
UNWIND $values AS value
MATCH (n:{{label}} {{{property}}: value})
RETURN value, n.uid AS uid, coalesce(n.stub, false) AS stub
