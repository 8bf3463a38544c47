// Delete entities that no row states or refers to.
// Parameters: uids (list of uids).
UNWIND $uids AS uid
MATCH (n:Entity {uid: uid})
DELETE n
