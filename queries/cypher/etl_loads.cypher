// All loads, the newest first.
// scan: one Load node per load ever made.
// Returns: id, sequence, status, started, finished, changes, undoes (id of the load that it took back), bulk.
MATCH (l:Load)
RETURN l.id AS id, l.sequence AS sequence, l.status AS status, l.started AS started, l.finished AS finished,
       l.changes AS changes, l.undoes AS undoes, coalesce(l.bulk, false) AS bulk
ORDER BY l.sequence DESC
