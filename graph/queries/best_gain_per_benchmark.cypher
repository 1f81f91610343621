// The greatest gain that papers report on each benchmark or data set, units apart.
// $limit: most rows; example: 30
MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:ON]->(b:Benchmark|Dataset)
WHERE r.kind = 'gain' AND r.number IS NOT NULL
WITH p, r, b ORDER BY r.number DESC, r.id
WITH b, r.unit AS unit, collect({result: r, paper: p})[0] AS best
WITH b, unit, best.result AS r, best.paper AS p
OPTIONAL MATCH (r)-[:OF]->(m:Entity)
OPTIONAL MATCH (r)-[:BY]->(k:Metric)
OPTIONAL MATCH (r)-[:VERSUS]->(v:Entity)
RETURN b.name AS benchmark, r.number AS number, unit, r.value AS value, m.name AS method,
       k.name AS metric, v.name AS versus, p.title AS paper, b.id AS benchmarkId, r.id AS id
ORDER BY benchmark, benchmarkId, unit IS NULL, unit, id
LIMIT $limit
