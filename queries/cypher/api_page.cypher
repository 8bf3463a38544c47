// A page of one kind in order of uid, read from the index only as far as the page goes. Places: label; direction.
// What is shown as another entity is left out.
// A filter fits when one of the property's items does; NE when none is equal.
// Parameters: filters (list of {property, op, value, values}), low and high (uids that the page lies between, both
// excluded: where the last page ended, or the ends of the kind's range), limit.
// Returns: uid, labels, stored, key (the uid).
MATCH (n:Entity)
USING INDEX n:Entity(uid)
WHERE n.uid > $low AND n.uid < $high AND n:{{label}}
  AND all(f IN $filters WHERE any(x IN
      CASE WHEN n[f.property] IS NULL THEN [] WHEN n[f.property] IS :: LIST<ANY> THEN n[f.property] ELSE [n[f.property]] END
      WHERE CASE f.op
        WHEN 'LT' THEN x < f.value
        WHEN 'LE' THEN x <= f.value
        WHEN 'GT' THEN x > f.value
        WHEN 'GE' THEN x >= f.value
        WHEN 'CONTAINS' THEN x CONTAINS f.value
        ELSE x IN f.values  // EQ, IN, and NE turned round
      END) <> (f.op = 'NE'))
  AND (n.canonical IS NULL OR NOT EXISTS { (:Entity {uid: n.canonical}) })
RETURN n.uid AS uid, labels(n) AS labels, properties(n) AS stored, n.uid AS key
ORDER BY n.uid {{direction}}
LIMIT $limit
