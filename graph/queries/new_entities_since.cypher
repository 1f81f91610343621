// Which entities were seen for the first time on or after a day, most used first.
// $since: the day, as YYYY-MM-DD; example: "2024-06-01"
// $limit: most rows; example: 30
MATCH (e:Entity)
WHERE e.firstSeen >= $since
RETURN e.name AS name, head([l IN labels(e) WHERE l <> 'Entity']) AS type, e.firstSeen AS firstSeen,
       e.paperCount AS papers, e.id AS id
ORDER BY papers DESC, firstSeen DESC, id
LIMIT $limit
