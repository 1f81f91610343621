// Which entities have a greater share of a month's papers than of those in the months before; mentions in passing do not count.
// $month: the month, as YYYY-MM; example: "2025-09"
// $months: how many months before it to look at; example: 12
// $minimum: papers that an entity must have in the month at least; example: 2
// $limit: most rows; example: 20
WITH left(toString(date($month + '-01') - duration({months: $months})), 7) AS first
MATCH (p:Paper)
WITH first, p, left(coalesce(p.published, p.featured, p.month), 7) AS month
WHERE first <= month AND month <= $month
WITH collect({paper: p, now: month = $month}) AS dated,
     count(CASE WHEN month = $month THEN 1 END) AS allNow,
     count(CASE WHEN month < $month THEN 1 END) AS allBefore
UNWIND dated AS one
WITH one.paper AS p, one.now AS now, allNow, allBefore
MATCH (p)-[:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES]->(e:Entity)
WITH e, allNow, allBefore, count(DISTINCT CASE WHEN now THEN p END) AS papers,
     count(DISTINCT CASE WHEN NOT now THEN p END) AS before
WHERE papers >= $minimum
// One more paper before than there was, so that what is new can be divided by.
WITH e, papers, before, 1.0 * papers * (allBefore + 1) / (allNow * (before + 1)) AS rise
WHERE rise > 1
RETURN e.name AS name, head([l IN labels(e) WHERE l <> 'Entity']) AS type, papers, before, rise,
       e.id AS id
ORDER BY rise DESC, papers DESC, id
LIMIT $limit
