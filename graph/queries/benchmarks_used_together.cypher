// Which two benchmarks the same papers work with, most papers first.
// $support: papers that must have both at least; example: 1
// $limit: most rows; example: 30
MATCH (b:Benchmark)<-[:PROPOSES|EVALUATES_ON|USES]-(p:Paper)-[:PROPOSES|EVALUATES_ON|USES]->(c:Benchmark)
WHERE b.id < c.id
WITH b, c, count(DISTINCT p) AS papers
WHERE papers >= $support
RETURN b.name AS one, c.name AS other, papers, b.id AS oneId, c.id AS otherId
ORDER BY papers DESC, oneId, otherId
LIMIT $limit
