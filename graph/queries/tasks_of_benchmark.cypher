// Which tasks the papers address that evaluate on a benchmark, most common first.
// $name: name or alias of the benchmark; example: "GSM8K"
// $limit: most rows; example: 20
MATCH (b:Benchmark)<-[:EVALUATES_ON]-(p:Paper)-[:ADDRESSES]->(t:Task)
WHERE toLower(b.name) = toLower($name)
   OR any(a IN coalesce(b.aliases, []) WHERE toLower(a) = toLower($name))
RETURN t.name AS name, count(DISTINCT p) AS papers, t.id AS id
ORDER BY papers DESC, id
LIMIT $limit
