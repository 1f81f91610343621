// Which methods and models are proposed by papers that compare to an entity, with the sentence that says so, newest first.
// $name: name or alias of the entity that they compare to; example: "GRPO"
// $limit: most rows; example: 20
MATCH (x:Entity)<-[c:COMPARES_TO]-(p:Paper)-[:PROPOSES]->(m:Method|Model)
WHERE toLower(x.name) = toLower($name)
   OR any(a IN coalesce(x.aliases, []) WHERE toLower(a) = toLower($name))
RETURN m.name AS name, head([l IN labels(m) WHERE l <> 'Entity']) AS type, p.title AS paper,
       coalesce(p.published, p.featured, p.month) AS date, c.evidence[0] AS sentence, m.id AS id,
       p.id AS paperId, x.id AS comparedTo
ORDER BY date IS NULL, date DESC, paperId, id, comparedTo
LIMIT $limit
