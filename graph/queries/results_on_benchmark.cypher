// What papers report on a benchmark or data set, by metric, greatest figure first; gains and other comparisons are left out.
// $name: name or alias of the benchmark or data set; example: "ImageNet"
// $limit: most rows; example: 30
MATCH (r:Result)-[:ON]->(b:Benchmark|Dataset)
WHERE r.kind = 'absolute' AND r.number IS NOT NULL
  AND (toLower(b.name) = toLower($name)
       OR any(a IN coalesce(b.aliases, []) WHERE toLower(a) = toLower($name)))
MATCH (p:Paper)-[:REPORTS]->(r)
OPTIONAL MATCH (r)-[:OF]->(m:Entity)
OPTIONAL MATCH (r)-[:BY]->(k:Metric)
RETURN k.name AS metric, m.name AS method, r.value AS value, r.number AS number, r.unit AS unit,
       p.title AS paper, coalesce(p.published, p.featured, p.month) AS date, r.id AS id
ORDER BY metric IS NULL, metric, number DESC, id
LIMIT $limit
