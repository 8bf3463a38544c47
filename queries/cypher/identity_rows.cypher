// Some properties of every entity of a kind, stubs included.
// scan: duplicates are looked for among all entities of the kind.
// Place: label. Parameter: names (list of properties). Returns: uid, values (in the order of names).
MATCH (n:{{label}})
RETURN n.uid AS uid, [name IN $names | n[name]] AS values
