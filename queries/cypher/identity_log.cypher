// Every decision about identity, in the order in which they were taken.
// scan: the state of now is computed from the whole log.
// Returns: id, sequence, action, uids, canonical, score, reasons, method, by, at, note, undoes, batch.
MATCH (d:Decision)
RETURN d.id AS id, d.sequence AS sequence, d.action AS action, d.uids AS uids, d.canonical AS canonical, d.score AS score,
       d.reasons AS reasons, d.method AS method, d.by AS by, d.at AS at, d.note AS note, d.undoes AS undoes, d.batch AS batch
ORDER BY sequence
