// Which entities have the same name but for case, hyphens and blanks, and may be one thing.
// $limit: most rows; example: 30
MATCH (e:Entity)
WITH e, replace(replace(toLower(e.name), '-', ''), ' ', '') AS letters ORDER BY e.id
WITH letters, collect(e) AS same
WHERE size(same) > 1
RETURN letters, [e IN same | e.name] AS names,
       reduce(sum = 0, e IN same | sum + e.paperCount) AS papers, [e IN same | e.id] AS ids
ORDER BY papers DESC, letters
LIMIT $limit
