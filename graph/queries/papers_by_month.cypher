// How many papers there are in each month, and how many of them link to code and report results.
// $limit: most rows; example: 24
MATCH (p:Paper)
WHERE coalesce(p.published, p.featured, p.month) IS NOT NULL
RETURN left(coalesce(p.published, p.featured, p.month), 7) AS month, count(p) AS papers,
       count(CASE WHEN EXISTS { (p)-[:HAS_CODE]->(:Repository) } THEN 1 END) AS withCode,
       count(CASE WHEN EXISTS { (p)-[:REPORTS]->(:Result) } THEN 1 END) AS withResults
ORDER BY month DESC
LIMIT $limit
