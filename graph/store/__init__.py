"""Neo4j, embedded or served."""
