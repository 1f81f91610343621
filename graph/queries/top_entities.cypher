// Which entities of a type most papers work with.
// $type: type of the entities; example: "Benchmark"
// $limit: most rows; example: 20
MATCH (p:Paper)-[:PROPOSES|EVALUATES_ON|MEASURES|ADDRESSES|USES]->(e:Entity)
WHERE $type IN labels(e)
RETURN e.name AS name, count(DISTINCT p) AS papers, e.firstSeen AS firstSeen, e.id AS id
ORDER BY papers DESC, id
LIMIT $limit
