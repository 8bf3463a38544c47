// Close a load; loads left running before it are closed with it as interrupted, since this one did their work again.
// scan: one Load node per load ever made.
// Parameters: id, finished, changes, report (JSON text), fingerprint (hash of what it loaded), left (ids of the loads left running).
MATCH (l:Load {id: $id})
SET l.status = 'complete', l.finished = $finished, l.changes = $changes, l.report = $report,
    l.fingerprint = $fingerprint
WITH l
MATCH (old:Load)
WHERE old.id IN $left
SET old.status = 'interrupted'
