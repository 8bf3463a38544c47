// Note that a load was taken back; the note is a load of its own, so that the graph has a new version.
// scan: one Load node per load ever made.
// Parameters: undone (id), id, now (ISO time), changes.
MATCH (gone:Load {id: $undone})
SET gone.status = 'rolled back'
WITH 1 AS one
MATCH (l:Load)
WITH max(l.sequence) AS last
CREATE (:Load {id: $id, sequence: last + 1, status: 'complete', started: $now, finished: $now, changes: $changes,
               undoes: $undone})
