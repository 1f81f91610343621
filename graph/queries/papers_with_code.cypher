// Which papers have code, and where, newest first.
// $limit: most rows; example: 20
MATCH (p:Paper)-[:HAS_CODE]->(c:Repository)
WITH p, c ORDER BY c.id
WITH p, collect(c.url) AS urls
RETURN p.title AS title, coalesce(p.published, p.featured, p.month) AS date, urls, p.id AS id
ORDER BY date IS NULL, date DESC, id
LIMIT $limit
