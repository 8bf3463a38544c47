// Items of a code list that are known by a name alone, since no list with that name was loaded.
// scan: a code list is short, and this runs only when a load tells of its items.
// Places: label, property (the name). Returns: value, uid.
MATCH (n:{{label}})
WHERE n.stub AND n.{{property}} IS NOT NULL
RETURN n.{{property}} AS value, n.uid AS uid
