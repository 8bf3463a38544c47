"""A cold load: facts as the import files of ``neo4j-admin``, and those into an empty store."""
