// Every term of the graph, for the lexicon that texts are read with.
// scan: all terms are wanted.
// Places: label, property (its caption). Returns: uid, name.
MATCH (n:{{label}})
WHERE n.{{property}} IS NOT NULL
RETURN n.uid AS uid, n.{{property}} AS name
