// Which benchmarks no paper on a method works with, those first that papers on the same tasks use.
// $name: name or alias of the method or model; example: "DPO"
// $limit: most rows; example: 20
MATCH (x:Entity)
WHERE toLower(x.name) = toLower($name)
   OR any(a IN coalesce(x.aliases, []) WHERE toLower(a) = toLower($name))
MATCH (x)<-[:PROPOSES|USES|EVALUATES_ON|COMPARES_TO]-(p:Paper)
WITH collect(DISTINCT p) AS own
WHERE size(own) > 0
CALL {
  WITH own
  UNWIND own AS p
  MATCH (p)-[:PROPOSES|USES|EVALUATES_ON]->(b:Benchmark)
  RETURN collect(DISTINCT b) AS tried
}
CALL {
  WITH own
  UNWIND own AS p
  MATCH (p)-[:ADDRESSES]->(t:Task)
  RETURN collect(DISTINCT t) AS tasks
}
MATCH (b:Benchmark)<-[:PROPOSES|USES|EVALUATES_ON]-(q:Paper)
WHERE NOT b IN tried
OPTIONAL MATCH (q)-[:ADDRESSES]->(t:Task)
WHERE t IN tasks
RETURN b.name AS name, count(DISTINCT q) AS papers,
       count(DISTINCT CASE WHEN t IS NOT NULL THEN q END) AS onSameTasks, b.id AS id
ORDER BY onSameTasks DESC, papers DESC, id
LIMIT $limit
