// Which code repositories most papers link to.
// $limit: most rows; example: 20
MATCH (p:Paper)-[:HAS_CODE]->(c:Repository)
RETURN c.name AS name, c.url AS url, count(DISTINCT p) AS papers, c.id AS id
ORDER BY papers DESC, id
LIMIT $limit
