// The reports of complete loads, newest first.
// scan: one Load node per load ever made.
// Returns: report (JSON text).
MATCH (l:Load {status: 'complete'})
RETURN coalesce(l.report, '{}') AS report
ORDER BY l.sequence DESC
