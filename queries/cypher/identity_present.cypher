// Which of some entities the graph has. Parameter: uids. Returns: uid.
UNWIND $uids AS uid
MATCH (n:Entity {uid: uid})
RETURN n.uid AS uid
