// What is to be shown as some entities, which need not be there. Parameter: uids. Returns: uid.
UNWIND $uids AS front
MATCH (n:Entity {canonical: front})
RETURN n.uid AS uid
