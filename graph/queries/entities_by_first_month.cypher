// How many entities of a type were seen for the first time in each month, and the most used of them.
// $type: type of the entities; example: "Method"
// $limit: most rows; example: 24
MATCH (e:Entity)
WHERE $type IN labels(e) AND e.firstSeen IS NOT NULL
WITH e ORDER BY e.paperCount DESC, e.id
WITH left(e.firstSeen, 7) AS month, collect(e.name) AS names
RETURN month, size(names) AS entities, names[..5] AS examples
ORDER BY month DESC
LIMIT $limit
