// Which papers use a benchmark (evaluate on it, propose it or work with it otherwise), newest first.
// $name: name or alias of the benchmark; example: "GSM8K"
// $limit: most rows; example: 20
MATCH (p:Paper)-[r:PROPOSES|EVALUATES_ON|MEASURES|ADDRESSES|USES]->(b:Benchmark)
WHERE toLower(b.name) = toLower($name)
   OR any(a IN coalesce(b.aliases, []) WHERE toLower(a) = toLower($name))
WITH p, r ORDER BY type(r)
WITH p, collect(DISTINCT type(r)) AS relations, max(r.confidence) AS confidence
RETURN p.title AS title, coalesce(p.published, p.featured, p.month) AS date, relations,
       confidence, p.id AS id
ORDER BY date IS NULL, date DESC, id
LIMIT $limit
