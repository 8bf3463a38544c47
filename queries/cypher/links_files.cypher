// Every file that was loaded, with its checksum.
// scan: one node per file, read once per load version.
// Returns: key ("source/file"), sha256.
MATCH (f:SourceFile)
RETURN f.key AS key, coalesce(f.sha256, '') AS sha256
