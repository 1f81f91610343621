// Which papers are most like a paper: the share of their entities that the two have in common, mentions in passing left out.
// $paper: id or title of the paper; example: "MoEQuant: Enhancing Quantization for Mixture-of-Experts Large Language Models via Expert-Balanced Sampling and Affinity Guidance"
// $limit: most rows; example: 10
MATCH (p:Paper)
WHERE p.id = $paper OR $paper IN coalesce(p.aliases, []) OR toLower(p.title) = toLower($paper)
WITH p ORDER BY p.id LIMIT 1
MATCH (p)-[:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES]->(e:Entity)
WITH p, collect(DISTINCT e) AS own
UNWIND own AS e
MATCH (e)<-[:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES]-(q:Paper)
WHERE q <> p
WITH DISTINCT own, q, e ORDER BY e.id
WITH size(own) AS mine, q, collect(e.name) AS shared
MATCH (q)-[:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES]->(f:Entity)
WITH mine, q, shared, count(DISTINCT f) AS theirs
RETURN q.title AS title, coalesce(q.published, q.featured, q.month) AS date, shared,
       1.0 * size(shared) / (mine + theirs - size(shared)) AS similarity, q.id AS id
ORDER BY similarity DESC, id
LIMIT $limit
