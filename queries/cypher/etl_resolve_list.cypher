// Entities (no stubs) that a reference may mean by one of the values of a list property (aliases, synonyms), or by the
// name of an item of a code list, in whatever spelling.
// scan: the elements of a list have no index; only entities that have such a property are visited, once per load.
// Places: label, property. Returns: uid (of what it is shown as), names (list of texts).
MATCH (n:{{label}})
WHERE n.{{property}} IS NOT NULL AND n.stub IS NULL
RETURN coalesce(n.canonical, n.uid) AS uid, [] + n.{{property}} AS names
