// Which proposed methods and models their papers try on the most benchmarks and data sets.
// $limit: most rows; example: 20
MATCH (m:Method|Model)<-[:PROPOSES]-(p:Paper)-[:EVALUATES_ON]->(b:Benchmark|Dataset)
WITH DISTINCT m, b ORDER BY b.id
WITH m, collect(b.name) AS benchmarks
RETURN m.name AS name, size(benchmarks) AS count, benchmarks, m.id AS id
ORDER BY count DESC, id
LIMIT $limit
