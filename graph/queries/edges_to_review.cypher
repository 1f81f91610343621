// Which relationships of papers to entities are the least sure, with the sentence they rest on and who found it.
// $below: the confidence that they stay below; example: 0.3
// $limit: most rows; example: 50
MATCH (p:Paper)-[r:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES|MENTIONS]->(e:Entity)
WHERE r.confidence < $below
RETURN p.title AS paper, type(r) AS relation, e.name AS entity, r.confidence AS confidence,
       r.evidence[0] AS sentence, r.evidenceSource[0] AS source, p.id AS paperId, e.id AS entityId
ORDER BY confidence, paperId, relation, entityId
LIMIT $limit
