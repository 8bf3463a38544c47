// Removes all entities, relations, sources and files in batches; the notes of loads and decisions stay. Runs outside a
// transaction (Store.sweep).
// scan: everything is to be deleted.
MATCH (n:Entity|Source|SourceFile)
CALL (n) {
  DETACH DELETE n
} IN TRANSACTIONS OF 5000 ROWS
