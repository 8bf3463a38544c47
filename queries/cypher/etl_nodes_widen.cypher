// Take narrower kinds off entities of which no row tells any more: an enterprise is then just an organization.
// Places: labels. Parameters: rows (list of {uid}).
UNWIND $rows AS row
MATCH (n:Entity {uid: row.uid})
REMOVE n:{{labels}}
