// Entities with everything stored of them; of one that is shown as another, that other.
// Parameter: uids. Returns: asked (the uid), uid, labels, stored (map of properties).
UNWIND $uids AS asked
MATCH (n:Entity {uid: asked})
OPTIONAL MATCH (front:Entity {uid: n.canonical})
WITH asked, coalesce(front, n) AS shown
RETURN asked, shown.uid AS uid, labels(shown) AS labels, properties(shown) AS stored
