// Which benchmarks and data sets the papers on a task work with, most used first.
// $name: name or alias of the task; example: "Question Answering"
// $limit: most rows; example: 20
MATCH (t:Task)<-[:ADDRESSES]-(p:Paper)-[:PROPOSES|EVALUATES_ON|USES]->(b:Benchmark|Dataset)
WHERE toLower(t.name) = toLower($name)
   OR any(a IN coalesce(t.aliases, []) WHERE toLower(a) = toLower($name))
RETURN b.name AS name, head([l IN labels(b) WHERE l <> 'Entity']) AS type,
       count(DISTINCT p) AS papers, b.id AS id
ORDER BY papers DESC, id
LIMIT $limit
