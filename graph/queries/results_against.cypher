// Which figures set something against a method or model, such as a gain over it.
// $name: name or alias of the rival; example: "SFT"
// $limit: most rows; example: 30
MATCH (r:Result)-[:VERSUS]->(v:Entity)
WHERE toLower(v.name) = toLower($name)
   OR any(a IN coalesce(v.aliases, []) WHERE toLower(a) = toLower($name))
MATCH (p:Paper)-[s:REPORTS]->(r)
OPTIONAL MATCH (r)-[:OF]->(m:Entity)
OPTIONAL MATCH (r)-[:ON]->(b:Entity)
OPTIONAL MATCH (r)-[:BY]->(k:Metric)
RETURN m.name AS method, r.value AS value, r.kind AS kind, b.name AS benchmark, k.name AS metric,
       p.title AS paper, s.evidence[0] AS sentence, r.id AS id
ORDER BY id
LIMIT $limit
