// Every file that was loaded, with the time of its last load or of the last look at it when nothing had changed.
// scan: one node per file.
// Returns: key ("source/file"), source, file, sha256, bytes, loaded (null when it was never noted).
MATCH (f:SourceFile)
RETURN f.key AS key,
       coalesce(f.source, '') AS source,
       coalesce(f.file, f.key) AS file,
       coalesce(f.sha256, '') AS sha256,
       coalesce(f.bytes, 0) AS bytes,
       CASE WHEN f.seen > f.loaded THEN f.seen ELSE coalesce(f.loaded, f.seen) END AS loaded
ORDER BY key
