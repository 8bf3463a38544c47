// What is noted of some sources and files, before it is changed.
// scan: a few Source nodes.
// Parameters: sources (ids), files (keys). Returns: sources (list of maps), files (list of maps).
OPTIONAL MATCH (s:Source)
WHERE s.id IN $sources
WITH collect(properties(s)) AS sources
OPTIONAL MATCH (f:SourceFile)
WHERE f.key IN $files
RETURN sources, collect(properties(f)) AS files
