// What papers report of a method or model, by benchmark and metric.
// $name: name or alias of the method or model; example: "BERT"
// $limit: most rows; example: 30
MATCH (r:Result)-[:OF]->(m:Entity)
WHERE toLower(m.name) = toLower($name)
   OR any(a IN coalesce(m.aliases, []) WHERE toLower(a) = toLower($name))
MATCH (p:Paper)-[:REPORTS]->(r)
OPTIONAL MATCH (r)-[:ON]->(b:Entity)
OPTIONAL MATCH (r)-[:BY]->(k:Metric)
OPTIONAL MATCH (r)-[:VERSUS]->(v:Entity)
RETURN b.name AS benchmark, k.name AS metric, r.value AS value, r.kind AS kind, v.name AS versus,
       p.title AS paper, r.id AS id
ORDER BY benchmark IS NULL, benchmark, metric IS NULL, metric, id
LIMIT $limit
