// What the graph knows of every source.
// scan: a few Source nodes.
// Returns: id, zh, en, licence, url, publisher, refresh, fictitious.
MATCH (s:Source)
RETURN s.id AS id,
       coalesce(s.zh, s.id) AS zh,
       coalesce(s.en, s.id) AS en,
       coalesce(s.licence, '') AS licence,
       coalesce(s.url, '') AS url,
       coalesce(s.publisher, '') AS publisher,
       coalesce(s.refresh, '') AS refresh,
       coalesce(s.fictitious, false) AS fictitious
ORDER BY id
