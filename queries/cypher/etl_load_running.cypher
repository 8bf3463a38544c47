// Loads that were left running: killed before they were complete.
// scan: one Load node per load ever made.
// Returns: id.
MATCH (l:Load {status: 'running'})
RETURN l.id AS id
