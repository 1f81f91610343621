// Which versions there are in the family of a model (or method, or benchmark), with what each is a version of.
// $name: name or alias of any one of the family; example: "Llama"
MATCH (e:Entity)
WHERE toLower(e.name) = toLower($name)
   OR any(a IN coalesce(e.aliases, []) WHERE toLower(a) = toLower($name))
MATCH (e)-[:VERSION_OF*0..6]-(v:Entity)
WITH DISTINCT v
OPTIONAL MATCH (v)-[:VERSION_OF]->(parent:Entity)
WITH v, parent ORDER BY parent.id
WITH v, collect(parent.name) AS versionOf
RETURN v.name AS name, versionOf, v.paperCount AS papers, v.firstSeen AS firstSeen, v.id AS id
ORDER BY name, id
