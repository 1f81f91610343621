// Which papers have one relation to an entity, surest first, with the sentence that says so.
// $name: name or alias of the entity; example: "DPO"
// $relation: type of the relationship; example: "USES"
// $limit: most rows; example: 20
MATCH (p:Paper)-[r:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES|MENTIONS]->(e:Entity)
WHERE type(r) = $relation
  AND (toLower(e.name) = toLower($name)
       OR any(a IN coalesce(e.aliases, []) WHERE toLower(a) = toLower($name)))
RETURN p.title AS title, coalesce(p.published, p.featured, p.month) AS date,
       r.confidence AS confidence, r.evidence[0] AS sentence, e.id AS entity, p.id AS id
ORDER BY confidence DESC, id, entity
LIMIT $limit
