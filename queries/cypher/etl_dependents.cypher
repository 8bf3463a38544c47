// Entities in whose uid that of a neighbour stands: an organization's region, a researcher's organization.
// Parameters: uids (list of uids). Returns: uid.
UNWIND $uids AS owner
MATCH (:Entity {uid: owner})--(n:Entity)
WHERE n.uid CONTAINS '@' + owner
RETURN DISTINCT n.uid AS uid
