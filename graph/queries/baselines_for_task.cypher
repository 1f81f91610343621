// What the papers on a task compare to, most common first.
// $name: name or alias of the task; example: "Natural Language Processing"
// $limit: most rows; example: 20
MATCH (t:Task)<-[:ADDRESSES]-(p:Paper)-[:COMPARES_TO]->(m:Method|Model)
WHERE toLower(t.name) = toLower($name)
   OR any(a IN coalesce(t.aliases, []) WHERE toLower(a) = toLower($name))
RETURN m.name AS name, head([l IN labels(m) WHERE l <> 'Entity']) AS type,
       count(DISTINCT p) AS papers, m.id AS id
ORDER BY papers DESC, id
LIMIT $limit
