// How many papers work with an entity in each month, and how many have up to then.
// $name: name or alias of the entity; example: "Transformer"
MATCH (p:Paper)-[:PROPOSES|EVALUATES_ON|MEASURES|ADDRESSES|USES]->(e:Entity)
WHERE coalesce(p.published, p.featured, p.month) IS NOT NULL
  AND (toLower(e.name) = toLower($name)
       OR any(a IN coalesce(e.aliases, []) WHERE toLower(a) = toLower($name)))
WITH left(coalesce(p.published, p.featured, p.month), 7) AS month, count(DISTINCT p) AS papers
ORDER BY month
WITH collect({month: month, papers: papers}) AS rows
UNWIND range(0, size(rows) - 1) AS i
RETURN rows[i].month AS month, rows[i].papers AS papers,
       reduce(sum = 0, row IN rows[..i + 1] | sum + row.papers) AS total
ORDER BY month
