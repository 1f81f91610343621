// How papers stand to an entity: how many have each relation to it, and when first and last.
// $name: name or alias of the entity; example: "GRPO"
MATCH (p:Paper)-[r:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES|MENTIONS]->(e:Entity)
WHERE toLower(e.name) = toLower($name)
   OR any(a IN coalesce(e.aliases, []) WHERE toLower(a) = toLower($name))
RETURN type(r) AS relation, count(DISTINCT p) AS papers,
       min(coalesce(p.published, p.featured, p.month)) AS first,
       max(coalesce(p.published, p.featured, p.month)) AS last
ORDER BY papers DESC, relation
