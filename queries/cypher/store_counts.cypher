// How many nodes and edges the store holds, from its own counters.
// Returns: nodes, edges.
CALL () { MATCH (n) RETURN count(n) AS nodes }
CALL () { MATCH ()-[r]->() RETURN count(r) AS edges }
RETURN nodes, edges
