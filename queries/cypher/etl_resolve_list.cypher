// Entities (no stubs) that a reference may mean by one of the values of a list property (aliases, synonyms).
// scan: the elements of a list have no index; only entities that have such a list are visited, once per load.
// Places: label, property. Returns: uid (of what it is shown as), names (list of texts).
MATCH (n:{{label}})
WHERE n.{{property}} IS NOT NULL AND n.stub IS NULL
RETURN coalesce(n.canonical, n.uid) AS uid, n.{{property}} AS names
