// What tells some people from their namesakes: organizations, works and who else is named for them, terms.
// Places: label (of people), relation (to organizations), property (the name). Parameters: uids, works and mentions
// (names of relations: of people to works, of works to terms).
// Returns: uid, organizations (list of [uid, until]), works (list of [uid, sources]), partners (names), terms (uids).
UNWIND $uids AS uid
MATCH (p:Entity {uid: uid})
RETURN uid,
       [(p)-[r:{{relation}}]->(o:Entity) | [coalesce(o.canonical, o.uid), r.valid_to]] AS organizations,
       [(p)-[r]->(w:Entity) WHERE type(r) IN $works | [coalesce(w.canonical, w.uid), coalesce(r.sources, [])]] AS works,
       [(p)-[r]->(w:Entity)<-[s]-(q:{{label}}) WHERE type(r) IN $works AND type(s) IN $works AND q <> p | q.{{property}}]
         AS partners,
       [(p)-[r]->(w:Entity)-[m]->(t:Entity) WHERE type(r) IN $works AND type(m) IN $mentions | t.uid] AS terms
