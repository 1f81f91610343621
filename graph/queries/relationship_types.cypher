// How many relationships there are of each type between each two kinds of nodes, and how many of them are unsure.
// $below: the confidence below which one counts as unsure; example: 0.5
MATCH (n)-[r]->(m)
WHERE n:Paper OR n:Entity OR n:Result OR n:Author OR n:Organization
RETURN type(r) AS relation, head([l IN labels(n) WHERE l <> 'Entity']) AS start,
       head([l IN labels(m) WHERE l <> 'Entity']) AS end, count(r) AS count,
       count(CASE WHEN r.confidence < $below THEN 1 END) AS unsure
ORDER BY relation, start, end
