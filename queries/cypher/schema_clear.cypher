// Empties the graph: every node and relation goes, constraints and indexes stay. For tests and for a store made anew.
// scan: everything is to be deleted.
// Returns nothing.
MATCH (n)
DETACH DELETE n
