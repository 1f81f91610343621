// Which entities go by the most names, to check what was merged.
// $limit: most rows; example: 20
MATCH (e:Entity)
WHERE size(coalesce(e.aliases, [])) > 0
RETURN e.name AS name, head([l IN labels(e) WHERE l <> 'Entity']) AS type, e.aliases AS aliases,
       e.paperCount AS papers, e.id AS id
ORDER BY size(aliases) DESC, id
LIMIT $limit
