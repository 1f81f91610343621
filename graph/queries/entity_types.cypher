// How many entities there are of each type, how many of them only one paper has, and how many papers and relationships lead to them.
MATCH (e:Entity)
OPTIONAL MATCH (p:Paper)-[r:PROPOSES|USES|EVALUATES_ON|COMPARES_TO|MEASURES|ADDRESSES|MENTIONS]->(e)
RETURN head([l IN labels(e) WHERE l <> 'Entity']) AS type, count(DISTINCT e) AS entities,
       count(DISTINCT CASE WHEN e.paperCount = 1 THEN e END) AS single,
       count(DISTINCT p) AS papers, count(r) AS relationships
ORDER BY entities DESC, type
