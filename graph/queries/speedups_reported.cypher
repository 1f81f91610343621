// Which speedups papers report, greatest first, factors before percentages.
// $limit: most rows; example: 30
MATCH (p:Paper)-[s:REPORTS]->(r:Result)
WHERE r.kind = 'speedup'
OPTIONAL MATCH (r)-[:OF]->(m:Entity)
OPTIONAL MATCH (r)-[:VERSUS]->(v:Entity)
RETURN m.name AS method, r.value AS value, r.number AS number, r.unit AS unit, v.name AS versus,
       p.title AS paper, s.evidence[0] AS sentence, r.id AS id
ORDER BY unit IS NULL, unit DESC, number IS NULL, number DESC, id
LIMIT $limit
