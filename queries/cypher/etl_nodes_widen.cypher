// Take narrower kinds off entities of which no row tells any more: an enterprise is then just an organization.
// Places: labels. Parameters: uids (list of uids).
UNWIND $uids AS uid
MATCH (n:Entity {uid: uid})
REMOVE n:{{labels}}
