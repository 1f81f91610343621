// Which organizations publish papers that work with which benchmarks and data sets.
// $limit: most rows; example: 30
MATCH (o:Organization)-[:PUBLISHED]->(p:Paper)-[:PROPOSES|EVALUATES_ON|USES]->(b:Benchmark|Dataset)
RETURN b.name AS benchmark, o.name AS organization, count(DISTINCT p) AS papers,
       b.id AS benchmarkId, o.id AS id
ORDER BY papers DESC, benchmarkId, id
LIMIT $limit
