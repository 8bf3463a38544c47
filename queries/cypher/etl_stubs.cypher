// Entities only referred to so far, by a property that they were referred to with.
// Places: label, property. Parameters: values (list of texts). Returns: value, uid.
UNWIND $values AS value
MATCH (n:{{label}} {{{property}}: value})
WHERE n.stub
RETURN value, n.uid AS uid
