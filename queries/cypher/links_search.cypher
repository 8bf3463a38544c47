// Full-text hits over the public texts of all entities, best first.
// Parameters: query (Lucene syntax, escaped by the caller), limit. Returns: uid, score.
CALL db.index.fulltext.queryNodes('entity_text', $query, {limit: $limit}) YIELD node, score
RETURN node.uid AS uid, score
