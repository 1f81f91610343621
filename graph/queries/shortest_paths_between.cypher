// How two entities hang together: the shortest paths between them through papers, those through rare entities first; mentions in passing do not count.
// $from: name or alias of one entity; example: "DPO"
// $to: name or alias of the other; example: "ImageNet"
// $limit: most rows; example: 10
MATCH (a:Entity)
WHERE toLower(a.name) = toLower($from)
   OR any(s IN coalesce(a.aliases, []) WHERE toLower(s) = toLower($from))
WITH a ORDER BY a.paperCount DESC, a.id LIMIT 1
MATCH (b:Entity)
WHERE b <> a
  AND (toLower(b.name) = toLower($to)
       OR any(s IN coalesce(b.aliases, []) WHERE toLower(s) = toLower($to)))
WITH a, b ORDER BY b.paperCount DESC, b.id LIMIT 1
MATCH path = allShortestPaths(
  (a)-[:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES*..8]-(b))
WITH path, reduce(most = 0, n IN nodes(path)[1..-1] |
                  CASE WHEN n.paperCount > most THEN n.paperCount ELSE most END) AS crowd
RETURN length(path) AS steps, crowd, [n IN nodes(path) | coalesce(n.name, n.title)] AS names,
       [r IN relationships(path) | type(r)] AS relations, [n IN nodes(path) | n.id] AS ids
ORDER BY crowd, ids, relations
LIMIT $limit
