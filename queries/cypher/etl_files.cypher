// Which of some files were loaded before, completely or not.
// Parameters: keys (list of "source/file"). Returns: key.
UNWIND $keys AS key
MATCH (f:SourceFile {key: key})
RETURN f.key AS key
