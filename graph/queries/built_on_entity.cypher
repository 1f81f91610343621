// What papers propose that use an entity and are not older than the paper that introduced it, oldest first.
// $name: name or alias of the entity that is built on; example: "DPO"
// $limit: most rows; example: 30
MATCH (x:Entity)
WHERE toLower(x.name) = toLower($name)
   OR any(a IN coalesce(x.aliases, []) WHERE toLower(a) = toLower($name))
OPTIONAL MATCH (o:Paper)-[:PROPOSES]->(x)
WITH collect(DISTINCT x) AS named, min(coalesce(o.published, o.featured, o.month)) AS origin
UNWIND named AS x
MATCH (x)<-[u:USES]-(p:Paper)-[:PROPOSES]->(m:Method|Model)
WITH named, origin, x, u, p, m, coalesce(p.published, p.featured, p.month) AS date
WHERE NOT m IN named AND (origin IS NULL OR date IS NULL OR date >= origin)
RETURN m.name AS name, head([l IN labels(m) WHERE l <> 'Entity']) AS type, p.title AS paper, date,
       u.evidence[0] AS sentence, m.id AS id, p.id AS paperId, x.id AS builtOn
ORDER BY date IS NULL, date, paperId, id, builtOn
LIMIT $limit
