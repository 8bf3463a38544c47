// Put sources and files back as they were. One that was not there is deleted.
// Parameters: sources (list of {key, properties or null}), files (list of {key, properties or null}).
CALL () {
  UNWIND $sources AS row
  MATCH (s:Source {id: row.key})
  FOREACH (_ IN CASE WHEN row.properties IS NULL THEN [1] ELSE [] END | DELETE s)
  FOREACH (_ IN CASE WHEN row.properties IS NULL THEN [] ELSE [1] END | SET s = row.properties)
}
CALL () {
  UNWIND $files AS row
  MATCH (f:SourceFile {key: row.key})
  FOREACH (_ IN CASE WHEN row.properties IS NULL THEN [1] ELSE [] END | DELETE f)
  FOREACH (_ IN CASE WHEN row.properties IS NULL THEN [] ELSE [1] END | SET f = row.properties)
}
