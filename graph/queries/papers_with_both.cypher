// Which papers have to do with both of two entities, newest first; mentions in passing do not count.
// $one: name or alias of an entity; example: "Reinforcement Learning"
// $other: name or alias of another; example: "GRPO"
// $limit: most rows; example: 20
MATCH (p:Paper)-[r:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES]->(e:Entity)
WHERE toLower(e.name) = toLower($one)
   OR any(a IN coalesce(e.aliases, []) WHERE toLower(a) = toLower($one))
WITH p, r, e ORDER BY type(r), e.id
WITH p, collect(DISTINCT type(r)) AS toOne, collect(DISTINCT e) AS ones
MATCH (p)-[s:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES]->(f:Entity)
WHERE NOT f IN ones
  AND (toLower(f.name) = toLower($other)
       OR any(a IN coalesce(f.aliases, []) WHERE toLower(a) = toLower($other)))
WITH p, toOne, s ORDER BY type(s)
WITH p, toOne, collect(DISTINCT type(s)) AS toOther
RETURN p.title AS title, coalesce(p.published, p.featured, p.month) AS date, toOne, toOther,
       p.id AS id
ORDER BY date IS NULL, date DESC, id
LIMIT $limit
