// A page of one kind by keyset, in descending order. Place: label.
// Parameters: filters (list of {property, op, value, values}), order (property), least (stands for a missing value),
// after and after_uid (where the last page ended, null at first), limit. Returns: uid, labels, stored, key.
// scan: filters are chosen at run time; the kind's own nodes are read, never all.
MATCH (n:{{label}})
WHERE all(f IN $filters WHERE CASE f.op
    WHEN 'EQ' THEN coalesce(n[f.property] = f.value, false)
        OR f.value IN CASE WHEN n[f.property] IS :: LIST<STRING NOT NULL> THEN n[f.property] ELSE [] END
    WHEN 'NE' THEN coalesce(n[f.property] <> f.value, true)
    WHEN 'LT' THEN coalesce(n[f.property] < f.value, false)
    WHEN 'LE' THEN coalesce(n[f.property] <= f.value, false)
    WHEN 'GT' THEN coalesce(n[f.property] > f.value, false)
    WHEN 'GE' THEN coalesce(n[f.property] >= f.value, false)
    WHEN 'CONTAINS' THEN coalesce(CASE WHEN n[f.property] IS :: STRING THEN n[f.property] ELSE '' END CONTAINS f.value, false)
        OR any(item IN CASE WHEN n[f.property] IS :: LIST<STRING NOT NULL> THEN n[f.property] ELSE [] END WHERE item CONTAINS f.value)
    ELSE coalesce(n[f.property] IN f.values, false)
  END)
WITH n, coalesce(n[$order], $least) AS key
WHERE $after_uid IS NULL OR key < $after OR (key = $after AND n.uid > $after_uid)
RETURN n.uid AS uid, labels(n) AS labels, properties(n) AS stored, key
ORDER BY key DESC, uid
LIMIT $limit
