// Every source of the graph.
// scan: a few Source nodes, read once per load version.
// Returns: id, zh, en, licence, url, fictitious.
MATCH (s:Source)
RETURN s.id AS id,
       coalesce(s.zh, s.id) AS zh,
       coalesce(s.en, s.id) AS en,
       coalesce(s.licence, '') AS licence,
       coalesce(s.url, '') AS url,
       coalesce(s.fictitious, false) AS fictitious
