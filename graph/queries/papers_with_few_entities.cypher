// Which papers have few entities or none at all, so that little of them is found.
// $most: how many a paper may have, 0 for none at all; example: 6
// $limit: most rows; example: 20
MATCH (p:Paper)
OPTIONAL MATCH (p)-[:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES|MENTIONS]->(e:Entity)
WITH p, count(DISTINCT e) AS entities
WHERE entities <= $most
RETURN p.title AS title, coalesce(p.published, p.featured, p.month) AS date, entities, p.id AS id
ORDER BY entities, id
LIMIT $limit
