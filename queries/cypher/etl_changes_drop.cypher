// Drop the oldest notes of changes.
// Parameters: last (sequence of the last one to go).
MATCH (c:Change)
WHERE c.sequence <= $last
DELETE c
