// Which methods and models the papers on a task propose, newest first.
// $name: name or alias of the task; example: "Language Modeling"
// $limit: most rows; example: 30
MATCH (t:Task)<-[:ADDRESSES]-(p:Paper)-[r:PROPOSES]->(m:Method|Model)
WHERE toLower(t.name) = toLower($name)
   OR any(a IN coalesce(t.aliases, []) WHERE toLower(a) = toLower($name))
WITH DISTINCT p, r, m
RETURN m.name AS name, head([l IN labels(m) WHERE l <> 'Entity']) AS type, p.title AS paper,
       coalesce(p.published, p.featured, p.month) AS date, r.evidence[0] AS sentence, m.id AS id,
       p.id AS paperId
ORDER BY date IS NULL, date DESC, paperId, id
LIMIT $limit
