// A page of one kind by keyset, in order of a property. Places: label; direction (ASC or DESC).
// What is shown as another entity is left out.
// A filter fits when one of the property's items does; NE when none is equal.
// Parameters: filters (list of {property, op, value, values}), order (property), least (stands for a missing value),
// descending (as the direction says), after and after_uid (where the last page ended, null at first), limit.
// Returns: uid, labels, stored, key.
// scan: filters and order are chosen at run time; the kind's own nodes are read, never all.
MATCH (n:{{label}})
WHERE all(f IN $filters WHERE any(x IN
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
WITH n, coalesce(n[$order], $least) AS key
WHERE $after_uid IS NULL OR (key = $after AND n.uid > $after_uid)
   OR CASE WHEN $descending THEN key < $after ELSE key > $after END
RETURN n.uid AS uid, labels(n) AS labels, properties(n) AS stored, key
ORDER BY key {{direction}}, uid
LIMIT $limit
