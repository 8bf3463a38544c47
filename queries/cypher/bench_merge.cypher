// One entity and what it points to, written the naive way, one row per transaction, to be measured against batches.
// Places: labels. Parameters: uid, properties, ends (uids).
MERGE (n:Entity {uid: $uid})
SET n:{{labels}}, n += $properties
WITH n
UNWIND $ends AS end
MERGE (m:Entity {uid: end})
MERGE (n)-[:LOCATED_IN]->(m)
