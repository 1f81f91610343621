// Which methods and models are evaluated on a benchmark: proposed by a paper that evaluates on it, or with a reported result on it.
// $name: name or alias of the benchmark; example: "ImageNet"
// $limit: most rows; example: 30
MATCH (b:Benchmark)
WHERE toLower(b.name) = toLower($name)
   OR any(a IN coalesce(b.aliases, []) WHERE toLower(a) = toLower($name))
CALL {
  WITH b
  MATCH (b)<-[:EVALUATES_ON]-(p:Paper)-[:PROPOSES]->(m:Method|Model)
  RETURN m, p
  UNION
  WITH b
  MATCH (b)<-[:ON]-(r:Result)-[:OF]->(m:Method|Model), (p:Paper)-[:REPORTS]->(r)
  RETURN m, p
}
RETURN m.name AS name, head([l IN labels(m) WHERE l <> 'Entity']) AS type,
       count(DISTINCT p) AS papers, max(coalesce(p.published, p.featured, p.month)) AS latest,
       m.id AS id
ORDER BY papers DESC, latest IS NULL, latest DESC, id
LIMIT $limit
