// Which entities only one paper has, and that with little confidence: first candidates for a check.
// $confidence: the confidence that the paper's relationship stays below; example: 0.5
// $limit: most rows; example: 30
MATCH (e:Entity {paperCount: 1})<-[r:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES|MENTIONS]-(p:Paper)
WITH e, p, r ORDER BY r.confidence DESC, type(r)
WITH e, p, collect(r)[0] AS surest
WHERE surest.confidence < $confidence
RETURN e.name AS name, head([l IN labels(e) WHERE l <> 'Entity']) AS type,
       type(surest) AS relation, surest.confidence AS confidence, surest.evidence[0] AS sentence,
       p.title AS paper, e.id AS id
ORDER BY confidence, id
LIMIT $limit
