// Note that files were looked at again and found as they were loaded.
// Parameters: keys (list of "source/file"), at (time).
UNWIND $keys AS key
MATCH (f:SourceFile {key: key})
SET f.seen = $at
