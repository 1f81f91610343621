// Which benchmarks and data sets papers of a period propose, with the sentence that says so, newest first.
// $since: first day, as YYYY-MM-DD; example: "2021-01-01"
// $until: last day; example: "2026-12-31"
// $limit: most rows; example: 30
MATCH (p:Paper)-[r:PROPOSES]->(b:Benchmark|Dataset)
WITH p, r, b, coalesce(p.published, p.featured, p.month) AS date
WHERE $since <= date AND date <= $until
RETURN b.name AS name, head([l IN labels(b) WHERE l <> 'Entity']) AS type, p.title AS paper,
       date, r.evidence[0] AS sentence, b.id AS id, p.id AS paperId
ORDER BY date DESC, paperId, id
LIMIT $limit
