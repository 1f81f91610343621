// Which models occur in papers that work with a data set or benchmark, and in what part.
// $name: name or alias of the data set or benchmark; example: "ImageNet"
// $limit: most rows; example: 20
MATCH (d:Dataset|Benchmark)<-[:PROPOSES|EVALUATES_ON|USES]-(p:Paper)
      -[r:PROPOSES|USES|EVALUATES_ON|COMPARES_TO]->(m:Model)
WHERE toLower(d.name) = toLower($name)
   OR any(a IN coalesce(d.aliases, []) WHERE toLower(a) = toLower($name))
WITH m, p, r ORDER BY type(r)
WITH m, count(DISTINCT p) AS papers, collect(DISTINCT type(r)) AS relations
RETURN m.name AS name, papers, relations, m.id AS id
ORDER BY papers DESC, id
LIMIT $limit
