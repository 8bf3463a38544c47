// The newest load, whatever became of it.
// scan: one Load node per load ever made.
// Returns: status, fingerprint, report (JSON text).
MATCH (l:Load)
RETURN l.status AS status, l.fingerprint AS fingerprint, l.report AS report
ORDER BY l.sequence DESC
LIMIT 1
