// Empties the graph in batches: every node and relation goes, constraints and indexes stay. For tests, and for a store
// made anew. Runs outside a transaction (Store.sweep).
// scan: everything is to be deleted.
MATCH (n)
CALL (n) {
  DETACH DELETE n
} IN TRANSACTIONS OF 5000 ROWS
