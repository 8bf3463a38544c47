// Open a load, and note its sources and files before anything of them is written.
// scan: one Load node per load ever made.
// Parameters: id, started, sources (list of maps with id), files (list of maps with key).
OPTIONAL MATCH (old:Load)
WITH coalesce(max(old.sequence), 0) + 1 AS sequence
MERGE (l:Load {id: $id})
SET l.sequence = sequence, l.status = 'running', l.started = $started
WITH count(*) AS one
FOREACH (row IN $sources | MERGE (s:Source {id: row.id}) SET s += row)
FOREACH (row IN $files | MERGE (f:SourceFile {key: row.key}) SET f += row)
