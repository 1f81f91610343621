// Who writes papers that have to do with an entity, most papers first; mentions in passing do not count.
// $name: name or alias of the entity; example: "DPO"
// $limit: most rows; example: 20
MATCH (w:Author)-[:WROTE]->(p:Paper)
      -[:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES]->(e:Entity)
WHERE toLower(e.name) = toLower($name)
   OR any(a IN coalesce(e.aliases, []) WHERE toLower(a) = toLower($name))
RETURN w.name AS name, count(DISTINCT p) AS papers,
       max(coalesce(p.published, p.featured, p.month)) AS latest, w.id AS id
ORDER BY papers DESC, latest IS NULL, latest DESC, id
LIMIT $limit
