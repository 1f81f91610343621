// What was built on an entity, and on that in turn: a paper uses the one and proposes the next, none known to be older than the paper before it.
// $name: name or alias of the entity at the root; example: "Transformer"
// $steps: most steps, up to 4; example: 3
// $limit: most rows; example: 30
MATCH (x:Entity)
WHERE toLower(x.name) = toLower($name)
   OR any(a IN coalesce(x.aliases, []) WHERE toLower(a) = toLower($name))
MATCH (x) ((:Entity)<-[:USES]-(p:Paper)-[:PROPOSES]->(m:Method|Model)){1,4} (found)
WHERE size(p) <= $steps AND found <> x
  AND all(i IN range(0, size(m) - 1) WHERE m[i] <> x AND NOT m[i] IN m[..i])
  AND all(i IN range(1, size(p) - 1)
          WHERE coalesce(p[i].published, p[i].featured, p[i].month, '9999')
             >= coalesce(p[i - 1].published, p[i - 1].featured, p[i - 1].month, ''))
WITH found, size(p) AS steps, [n IN m | n.name] AS chain, [n IN m | n.id] AS ids,
     [q IN p | q.id] AS papers
ORDER BY steps, ids, papers
WITH found, collect({steps: steps, chain: chain, papers: papers})[0] AS shortest
RETURN found.name AS name, shortest.steps AS steps, shortest.chain AS chain,
       shortest.papers AS papers, found.id AS id
ORDER BY steps, id
LIMIT $limit
