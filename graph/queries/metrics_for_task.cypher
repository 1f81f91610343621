// Which metrics the papers on a task measure, most used first.
// $name: name or alias of the task; example: "Question Answering"
// $limit: most rows; example: 20
MATCH (t:Task)<-[:ADDRESSES]-(p:Paper)-[:MEASURES]->(k:Metric)
WHERE toLower(t.name) = toLower($name)
   OR any(a IN coalesce(t.aliases, []) WHERE toLower(a) = toLower($name))
RETURN k.name AS name, count(DISTINCT p) AS papers, k.id AS id
ORDER BY papers DESC, id
LIMIT $limit
