// What occurs in the same papers as an entity, by lift: how many times more often than if papers chose at random.
// $name: name or alias of the entity; example: "Transformer"
// $support: papers that must have both at least; example: 2
// $limit: most rows; example: 20
MATCH (x:Entity)
WHERE toLower(x.name) = toLower($name)
   OR any(a IN coalesce(x.aliases, []) WHERE toLower(a) = toLower($name))
WITH collect(x) AS named
MATCH (p:Paper)
WITH named, count(p) AS total
UNWIND named AS x
MATCH (x)<-[:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES]-(p:Paper)
WITH named, total, collect(DISTINCT p) AS own
UNWIND own AS p
MATCH (p)-[:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES]->(y:Entity)
WHERE NOT y IN named
WITH total, size(own) AS mine, y, count(DISTINCT p) AS support
WHERE support >= $support
MATCH (y)<-[:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES]-(q:Paper)
WITH total, mine, y, support, count(DISTINCT q) AS theirs
RETURN y.name AS name, head([l IN labels(y) WHERE l <> 'Entity']) AS type, support,
       1.0 * support * total / (mine * theirs) AS lift, y.id AS id
ORDER BY lift DESC, support DESC, id
LIMIT $limit
