// Where there is code of papers that work with an entity, those that propose it first.
// $name: name or alias of the entity; example: "Transformer"
// $limit: most rows; example: 20
MATCH (e:Entity)<-[r:PROPOSES|EVALUATES_ON|MEASURES|ADDRESSES|USES]-(p:Paper)-[:HAS_CODE]->(c:Repository)
WHERE toLower(e.name) = toLower($name)
   OR any(a IN coalesce(e.aliases, []) WHERE toLower(a) = toLower($name))
WITH p, c, max(CASE type(r) WHEN 'PROPOSES' THEN 1 ELSE 0 END) = 1 AS proposes
RETURN c.url AS url, p.title AS paper, coalesce(p.published, p.featured, p.month) AS date, proposes,
       c.id AS id, p.id AS paperId
ORDER BY proposes DESC, date IS NULL, date DESC, paperId, id
LIMIT $limit
