// Some entities for the projection; see projection_nodes.
// Parameters: uids, captions ({label: property}), texts and names ({label: [property]}), by label of the vocabulary.
// Returns: as projection_nodes.
UNWIND $uids AS uid
MATCH (n:Entity {uid: uid})
WITH n, labels(n) AS labels
RETURN n.uid AS uid,
       labels,
       head([l IN labels WHERE $captions[l] IS NOT NULL AND n[$captions[l]] IS NOT NULL | n[$captions[l]]]) AS caption,
       coalesce(n.fictitious, false) AS fictitious,
       coalesce(n.canonical, '') AS canonical,
       [p IN coalesce(head([l IN labels WHERE $texts[l] IS NOT NULL | $texts[l]]), []) | n[p]] AS texts,
       [p IN coalesce(head([l IN labels WHERE $names[l] IS NOT NULL | $names[l]]), []) | n[p]] AS names
