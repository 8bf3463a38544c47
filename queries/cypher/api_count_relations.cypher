// How many edges each relation has.
// scan: all edges are counted, by type.
// Returns: name, count.
MATCH ()-[r]->()
RETURN type(r) AS name, count(*) AS count
