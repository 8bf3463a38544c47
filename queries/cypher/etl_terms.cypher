// The terms that something other than some files tells of, for the lexicon that texts are read with.
// scan: all terms are wanted.
// Places: label, property (a text or a list). Parameters: files ("source|file|" of the load). Returns: uid, names.
MATCH (n:{{label}})
WHERE n.{{property}} IS NOT NULL AND any(s IN n.sources WHERE none(f IN $files WHERE s STARTS WITH f))
RETURN n.uid AS uid, n.{{property}} AS names
