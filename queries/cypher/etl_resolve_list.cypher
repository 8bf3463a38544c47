// Entities (no stubs) that a reference may mean, by one of the values of a list property (aliases, synonyms).
// scan: the elements of a list have no index; only entities that have such a list are visited, once per load.
// Places: label, property. Parameters: values (list of texts). Returns: value, uid.
MATCH (n:{{label}})
WHERE n.{{property}} IS NOT NULL AND n.stub IS NULL
UNWIND n.{{property}} AS value
WITH n, value
WHERE value IN $values
RETURN value, n.uid AS uid
