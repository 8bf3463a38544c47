// The names of the people of every organization.
// scan: duplicates are looked for among all people.
// Places: label (of people), relation (to organizations), property (the name). Returns: uid (organization), names.
MATCH (n:{{label}})-[:{{relation}}]->(o:Entity)
WHERE n.{{property}} IS NOT NULL
RETURN o.uid AS uid, collect(DISTINCT n.{{property}}) AS names
