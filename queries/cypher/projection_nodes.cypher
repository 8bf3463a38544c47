// Every entity for the projection, with its caption and its public texts.
// scan: the projection holds the whole graph.
// Parameters: captions ({label: property}), texts and names ({label: [property]}), by label of the vocabulary.
// Returns: uid, labels, caption (null when it has none), fictitious, texts and names (values, some are lists or null),
// canonical (the uid as which it is shown, "" when as itself).
MATCH (n:Entity)
WITH n, labels(n) AS labels
RETURN n.uid AS uid,
       labels,
       head([l IN labels WHERE $captions[l] IS NOT NULL AND n[$captions[l]] IS NOT NULL | n[$captions[l]]]) AS caption,
       coalesce(n.fictitious, false) AS fictitious,
       coalesce(n.canonical, '') AS canonical,
       [p IN coalesce(head([l IN labels WHERE $texts[l] IS NOT NULL | $texts[l]]), []) | n[p]] AS texts,
       [p IN coalesce(head([l IN labels WHERE $names[l] IS NOT NULL | $names[l]]), []) | n[p]] AS names
