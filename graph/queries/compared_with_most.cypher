// What a method or model is compared with most: in papers that have to do with both and compare to one of the two.
// $name: name or alias of the method or model; example: "SFT"
// $limit: most rows; example: 20
MATCH (x:Entity)
WHERE toLower(x.name) = toLower($name)
   OR any(a IN coalesce(x.aliases, []) WHERE toLower(a) = toLower($name))
WITH collect(x) AS named
UNWIND named AS x
MATCH (x)<-[r:PROPOSES|USES|COMPARES_TO]-(p:Paper)-[s:PROPOSES|COMPARES_TO]->(y:Method|Model)
WHERE NOT y IN named AND 'COMPARES_TO' IN [type(r), type(s)]
RETURN y.name AS name, head([l IN labels(y) WHERE l <> 'Entity']) AS type,
       count(DISTINCT p) AS papers, y.id AS id
ORDER BY papers DESC, id
LIMIT $limit
