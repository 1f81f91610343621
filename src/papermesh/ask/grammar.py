"""The kinds of question, as a table: a name, an example, wordings, and what answers them.

To add a kind, add a row. Where several rows fit a question, the one whose names are all known as
written wins, and among these the upper one; `papermesh.ask.patterns` explains the wordings.
"""

from __future__ import annotations

from papermesh.ask import (
    best,
    combined,
    concerning,
    entities,
    facts,
    figures,
    improving,
    lineage,
    papers,
    ranks,
    shelf,
    thresholds,
    trending,
)
from papermesh.ask.kind import Kind
from papermesh.ask.verbs import VERBS, of_verb
from papermesh.query.connect import WORKING
from papermesh.query.values import RELATIONS, USE

_SEEN = r"(?:(?:us|appl|combin|pair|evaluat|compar|report|measur|test|benchmark|train|studi|tri|run|mention|analy[sz])(?:ed|ied)?|common|popular|there)"
_SORT = r"(?:(?! (?:papers?|data ?sets?|benchmarks?)\b)(?=(?: (?!(?:about|on|for|of|in|and|or|to)\b)[\w-]+){1,3} <solvers> ) {s})?"
_TOP = r"(?:most(?: (?:used|popular|common|commonly used|frequent|widely used|cited|often used|important|mentioned))?|top|popular|common|leading|commonly used|widely used|dominant)"

KINDS: tuple[Kind, ...] = (
    Kind("overview", "what is in the graph?", (
        r"(?:what is (?:there )?)?in (?:the|this) graph|what is in (?:here|it)",
        r"(?:the )?(?:stats|statistics|overview|summary|counts)(?: of (?:the |this )?graph)?",
        r"how (?:big|large) is (?:the|this) graph",
    ), facts.overview),
    Kind("how many papers", "how many papers are there?", (
        r"how many papers(?: (?:are|exist|do you (?:have|know))(?: there)?)?(?: in (?:the|this) graph)?",
        r"how many papers (?:that )?(?:were|was|are|have been|has been|came out|come out|appeared)?(?: (?:published|released|submitted|written|added|there))?",
        r"(?:number|count) of papers",
    ), papers.counted(shelf.every)),
    Kind("all papers", "which papers are there?", (
        r"(?:which|what|all|all the|the) papers(?: (?:are|exist|do you (?:have|know))(?: there)?)?(?: in (?:the|this) graph)?",
        r"papers(?: in (?:the|this) graph)?",
        r"(?:which|what|all|the|any) papers (?:that )?(?:were|was|are|have been|has been|came out|come out|appeared)?(?: (?:published|released|submitted|written|added|there))?",
    ), shelf.every),
    Kind("how many have code", "how many papers have code?", (
        r"(?:how many|number of) papers (?:have|has|with|come with|release|share|provide)(?: (?:public|open|source|their|available))* code",
    ), papers.counted(shelf.with_code)),
    Kind("makers", "which organisations have the most papers?", (
        r"(?:which|what|who|the|all|are|is|{n}|top|most (?:productive|active|prolific|frequent)| )*{m}(?: (?:are|exist|there|have|has|published?|wrote|write|with|the|most|papers))*(?: in (?:the|this) graph)?",
    ), shelf.makers),
    Kind("newest papers", "what are the newest papers on retrieval?", (
        r"(?:which|what|all|the|are|is|any| )*(?:{n} )?(?:newest|latest|most recent|recent|new)(?: {n})? (?:papers?|work|research|publications)(?: (?:<about>|<that><use>|<that><evaluate>|<that><propose>) {x})?",
        r"what is (?:new|the latest)(?: (?:on|in|about|for|with) {x})?",
        r"news(?: (?:on|in|about) {x})?",
    ), shelf.newest),
    Kind("oldest papers", "what is the first paper on retrieval?", (
        r"(?:which|what|the|are|is|were|was| )*(?:{n} )?(?:oldest|earliest|first)(?: {n})? (?:papers?|work)(?: <about> {x})?",
    ), shelf.oldest),
    Kind("fullest papers", "which papers use the most benchmarks?", (
        r"(?!who\b|(?:which|what) (?:authors?|researchers?|people)\b)<papers> <that>(?:<use>|<evaluate>|<propose>|<address>|<mention>|<get>)? ?(?:on )?(?:the )?(?:most|(?:highest|largest|greatest) number of) (?:different )?(?:results|figures|numbers|scores|{t})",
    ), shelf.fullest),
    Kind("popular papers", "what are the most popular papers on agents?", (
        r"(?:which|what|the|are|is| )*(?:most (?:popular|upvoted|liked|voted|discussed)|best|hottest|trending|top)(?: {n})? papers?(?: <about> {x})?",
        r"<papers> (?:have|has|with|got) (?:the )?most (?:up)?votes(?: <about> {x})?",
    ), shelf.popular),
    Kind("most used", "what are the most used benchmarks?", (
        rf"(?!.*\b(?:top|leading)(?: \w+)? <solvers> on )(?:which|what|the|are|is| )*(?:{{n}} )?{_TOP}(?: {{n}})? {{t}}(?: (?:in|for|on|with|of|about|in papers (?:on|about)) {{x}})?",
        r"(?:which|what|the| )*{t} (?:is|are) (?:the )?(?:<use> )?(?:the )?(?:most|more than others)(?: (?:used|popular|common|often|frequently|widely|commonly|widely used|often used|frequent))?(?: (?:in|for|on|with) {x})?",
        r"(?:which|what|the| )*{t} (?:do|does) (?:most )?papers (?:<use>|<evaluate>)(?: (?:the )?most(?: often)?)?(?: (?:in|for|on|with) {x})?",
    ), ranks.most_used),
    Kind("new entities", "which benchmarks were introduced last year?", (
        r"(?:which|what|any|all|the| )*{t} (?:that )?(?:have been |were |was |are |is |got )(?:recently |newly )?(?:introduced|proposed|released|created|published|new|presented)",
        r"(?:which|what|the|are|is| )*(?:newest|latest|new|recent|most recent|newly introduced) {t}(?: (?:for|on|about) {x})?",
        r"(?:(?:which|what|all|any) )*(?:papers?|works?) <that><propose> (?:an? |any |some )?(?:new |novel )?{t}(?: (?:for|on|about|of) {x})?",
    ), ranks.new_entities),
    Kind("how many new", "how many benchmarks were introduced last year?", (
        r"how many (?:new )?{t} (?:that )?(?:have been |were |was |are |got )?(?:newly )?(?:introduced|proposed|released|created|published|presented|new)(?: (?:for|on|about) {x})?",
    ), papers.counted(ranks.new_entities)),
    Kind("how many entities", "how many datasets are there?", (
        r"how many {t}(?: (?:are|is|exist|do you (?:have|know))(?: there)?)?(?: in (?:the|this) graph)?",
        r"(?:number|count) of {t}",
    ), papers.counted(ranks.every)),
    Kind("all entities", "which datasets are there?", (
        r"(?:which|what|all|the|every| )*(?!llms?|lms?|vlms?|(?:large |small |vision[- ])?language models?|base models?){t}(?: (?:are|is|exist|do you (?:have|know))(?: there)?)?(?: in (?:the|this) graph)?",
    ), ranks.every),
    Kind("results of a paper", "what did the paper SciER achieve?", (
        r"what (?:results? |scores? |numbers? |performance |improvements? )?<do> {p} (?:achieve[ds]?|report(?:ed)?|reach(?:ed)?|find|found|obtain(?:ed)?|show(?:n)?|get|gain)",
        r"what (?:are|were) <results> (?:of|in|from) (?:the )?paper {p}",
        r"how (?:good|well) (?:is|does) (?:the )?paper {p}(?: do| perform)?",
    ), figures.achieved),
    Kind("score", "what score does LoRA get on GLUE?", (
        r"(?:what|which) (?:<results> )?(?:do|does|did|is|are) {x} <get> (?:on|for|in) {y}",
        r"what {z} (?:do|does|did) {x} <get> (?:on|for|in) {y}",
        r"how (?:(?:well|good|badly) )?(?:do|does|did|is) {x}(?: do| perform| score| fare| work)? (?:on|at|in) {y}",
        r"(?:what (?:is|are|was) )?<results> (?:of|for|by|from) {x} (?:on|for|in) {y}",
        r"(?:what (?:is|are|was) )?{x}(?:'s?|s')? <results> (?:on|for|in) {y}",
        r"(?:what is (?:the )?)?{z} (?:of|for) {x} on {y}",
    ), figures.score, fits=figures.can_score),
    Kind("best results", "what are the best results on MTEB?", (
        r"(?:what (?:is|are) |(?:who|which \w+) (?:is |holds |<get> |got ))?<best>(?: (?:published|reported))?(?: (?:<results>|methods?|models?|systems?|performing (?:methods?|models?)))? (?:on|for|of|in) {a}",
        rf"(?:(?:what|which|who) (?:is |are |holds |<get> )?)?<best>(?: {{n}})?{_SORT} <solvers> (?:on|for|in) {{a}}",
        r"(?:what|who|which (?:methods?|models?|papers?|systems?)) (?:is|are|performs?|does|do|works?|scores?|gets?|has|have) <best>(?: <results>)? (?:on|for|at|in) {a}",
        r"(?:the )?leader ?board (?:of|for|on) {a}",
        r"(?:what is )?(?:the )?{a}(?:'s?)? leader ?board",
        r"(?:who|what|which <solvers>) (?:leads?|wins?|tops?|is leading|is winning)(?: (?:on|in|at))? {a}",
        r"{a} <best>(?: <results>)?",
        r"(?:what is |who has )?<best> (?:reported )?{z}(?: <results>)? (?:on|for|of|in) {a}",
    ), best.best_on, fits=best.is_in_a_metric),
    Kind("results", "what are the results on MTEB?", (
        r"(?:(?:what|which) )?(?:are |is |were |do you have )?<results>(?: (?:are|were|is|have been) (?:there|reported|known|published))? (?:on|for|in|of|with|from) {a}",
        r"{a} <results>",
        r"what (?:is|are|was|were|has been) (?:reported|measured|achieved) (?:on|for|by) {a}",
    ), figures.results_for),
    Kind("introduction", "who introduced MTEB?", (
        r"(?:who|what|whose paper|which authors?|which (?:organi[sz]ation|lab|group|company)) <that><propose> {x}",
        r"(?:where|by whom|in (?:which|what) papers?|by (?:which|what) papers?) (?:is|was|were|are) {x} (?:first )?<propose>(?: in| by)?",
        r"where (?:does|did|do) {x} (?:come|originate) from",
        r"(?:what is )?(?:the )?(?:origin|source|original paper|paper) (?:of|for|behind) {x}",
        r"who (?:is|was) behind {x}",
        r"which paper is {x} from",
    ), papers.introduced),
    Kind("papers with code", "which papers on LoRA have code?", (
        r"<papers> <that>(?:have|has|with|releas\w+|shar\w+|publish\w*|provid\w+|come with)? ?(?:(?:public|open|source|open-source|the|their|its|available|released) )*(?:code|repository|repositories|repos?|implementations?|github)(?: (?:for|on|of|about|with) {a})?",
        r"<papers> <about> {a} <that>(?:have|has|with|releas\w+|shar\w+|provid\w+|come with) (?:(?:public|open|source|the|their|its) )*(?:code|repositor\w+|repos?|implementations?)",
        r"(?:where is (?:the )?|what is the |any |the )?(?:code|(?:code |source |git ?hub )?(?:repository|repo|link|page)|implementation|github|source code)(?: available)? (?:for|of|to|behind) {a}",
        r"does {a} have (?:any )?(?:code|an implementation|a repository|a repo)",
    ), shelf.with_code),
    *(kind for verb in VERBS for kind in of_verb(verb)),
    Kind("how many use, otherwise put", "how often is MTEB used?", (
        r"how (?:often|much|many times) (?:is|are|was|were|has|have) {x} (?:been )?(?:<use>|<evaluate>|<mention>)",
        r"how (?:popular|common|frequent|widely used|commonly used|often used|widespread) (?:is|are) {x}",
    ), papers.counted(papers.papers_that("use", USE))),
    Kind("users", "users of LoRA", (
        r"(?:who are )?(?:the )?(?:usages?|uses?|users?) of {x}",
    ), papers.papers_that("use", USE)),
    Kind("work with one on another", "which papers evaluate GPT-4 on MTEB?", (
        r"<papers> <that>(?:evaluat\w+|test(?:s|ed|ing)?|benchmark\w*|run|ran|assess\w*|try|tried|measur\w+|fine-?tun\w+|train\w*) {x} (?:on|with|over|against) {y}",
    ), papers.papers_several("work with", WORKING)),
    Kind("how many about", "how many papers are about question answering?", (
        r"(?:how many|(?:the )?(?:number|count) of) (?:papers|works|studies|articles)(?: (?:are|is))?(?: there)? <about> {x}",
    ), papers.counted(papers.about)),
    Kind("papers by", "which papers are by Google?", (
        r"<papers> <that>(?:written |published |released |authored |made |introduced |proposed |come |comes )?(?:by|from|at) {w}",
        r"<papers> (?:by|from|of) {w} <that>(?:<use>|<evaluate>|<about>|<address>|<mention>) {x}",
        r"what <do> {w} (?:publish(?:ed)?|writ(?:e|ten)|released?|author(?:ed)?|work(?:ed)? on)",
        r"(?:which|what) papers <do> {w} (?:publish(?:ed)?|writ(?:e|ten)|wrote|released?|author(?:ed)?|have)",
        r"{w}(?:'s?|s') papers",
        r"papers {w} (?:wrote|published|released)",
    ), shelf.made_by),
    Kind("how many by", "how many papers did Google publish?", (
        r"how many papers <do> {w} (?:publish(?:ed)?|writ(?:e|ten)|have|released?)",
        r"(?:how many|(?:the )?(?:number|count) of) papers <that>(?:written |published |released )?(?:by|from) {w}",
    ), papers.counted(shelf.made_by)),
    Kind("similar papers", "which papers are similar to SciER?", (
        r"<papers> <that>(?:similar|related|close|comparable|most similar|alike) to (?:the )?(?:paper )?{p}",
        r"<papers> (?:like|resembling) (?:the )?(?:paper )?{p}",
        r"(?:similar|related) papers (?:to|of|for) {p}",
    ), shelf.similar),
    Kind("papers about", "which papers are on question answering since 2024?", (
        r"<papers> <that>(?:written |there |published |done |working )?<about> {x}",
        r"<papers> <that>(?:written |there |published |done |working )?<about> (?:the )?(?:task|topic|problem|subject|concept) (?:of )?{x}",
        r"(?:what|anything|everything|something)(?: (?:is|has been))?(?: there| written| done| published)? (?:on|about) {x}",
        r"{x} (?:papers|literature|research|studies|work)",
        r"literature on {x}",
    ), papers.about),
    Kind("papers about several", "which papers are on retrieval or agents?", (
        r"<papers> <that>(?:written |there |published |done |working )?<about> (?:both |either |all of |any of )?{l}",
    ), papers.papers_several("have to do with", RELATIONS)),
    Kind("authors", "who wrote the paper SciER?", (
        r"who (?:wrote|authored|published|(?:are|is) the authors? of) {p}",
        r"(?:the )?authors? of {p}",
        r"who (?:are|is) {p} (?:by|from)",
        r"(?:which|what) (?:organi[sz]ation|lab|company|university|group)s? (?:wrote|published|is behind|are behind) {p}",
    ), facts.authors),
    Kind("when", "when was MTEB introduced?", (
        r"when (?:was|were|did|is|has|does) {a} (?:first |been )*(?:introduced|proposed|published|released|submitted|invented|written|seen|mentioned|used|appear(?:ed)?|come out|created|featured)",
        r"(?:what is )?(?:the )?(?:release |publication |submission )?(?:date|year) of {a}",
        r"how (?:old|new|recent) is {a}",
        r"(?:since when|from when|what year|which year) (?:is|was|does) {a}(?: (?:exist|published|introduced|released|from))?",
    ), facts.when),
    Kind("papers to improve", "which methods reduce hallucination?", (
        r"(?:(?:which|what|all|any|the) )*(?:{t}|papers?|works?|studies|ways?|tricks?|papers? on) <that>(?:(?:help|helps|used|aim|aims|try|tries|how) )?(?:(?:to|for) )?<better> {x}",
        r"what (?:(?:can|could|helps?|is used|are used|works) )*(?:(?:to|for) )?<better> {x}",
        r"how (?:can|could|do|to|should|might)(?: (?:i|we|you|people|one|papers|researchers|they))? <better> {x}",
    ), improving.papers_for),
    Kind("for a task", "which methods address question answering?", (
        r"<which>{t} <that>(?:address(?:es)?|tackles?|solves?|handles?|help\w* (?:with)?|deals? with|work(?:s)? on|target(?:s)?|do|are used for|is used for|<often><use> for|used to (?:solve|address|do)|for|good for) (?:the )?(?:task )?(?:of )?{x}",
        r"how (?:do|can) (?:papers|people|we|you|i) (?:address|tackle|solve|handle|do) {x}",
        r"what (?:<that>)<use> (?:for|to (?:solve|address|do)) {x}",
    ), entities.through(("PROPOSES", "ADDRESSES", "USES", "EVALUATES_ON"), "used for")),
    Kind("on a benchmark", "which models are compared on MTEB?", (
        r"<which>{t} <that><often>(?:compar\w+|evaluat\w+|test\w+|benchmark\w+|run|tried|measur\w+|report\w+|scor\w+|stud\w+|rank\w+|assess\w+|used|have (?:results|scores)|with results)(?: (?:with one another|against each other))? (?:on|over|in|against) {x}",
        r"what <are> (?:evaluated|tested|compared|benchmarked|run|measured|reported|scored) on {x}",
    ), entities.through(("PROPOSES", "EVALUATES_ON", "USES"), "used on"), fits=figures.is_measured_on),
    Kind("compared with", "which models are compared to BERT?", (
        r"<which>{t} <that><often>(?:compar\w+|set) (?:to|with|against)? ?{x}",
        r"what <are> (?:compared|set) (?:to|with|against) {x}",
    ), entities.through(("COMPARES_TO",), "compared to")),
    Kind("used with", "what is used together with LoRA?", (
        rf"<which>{{t}} <that><often>(?:{_SEEN} )?<often>(?:with|alongside|besides?|for|by|in) {{x}}",
        rf"<which>{{t}} <do> (?:papers|people|works) (?:{_SEEN}|use|report|evaluate|combine|apply|pair) <often>(?:with|alongside|for|on) {{x}}",
        r"<which>{t} <do> papers (?:that |which )?(?:<use>|<evaluate>|<about>) {x} (?:<use>|<evaluate>)",
        r"what (?:else )?<are> <often>(?:used|combined|applied|paired|goes|reported|evaluated|seen) <often>(?:with|alongside|besides) {x}",
        r"what (?:goes|works|do papers use|do people use|do people combine)(?: well)?(?: together)? with {x}",
    ), entities.through(WORKING, "used with"), fits=entities.is_no_paper),
    Kind("proposed with", "which methods use LoRA?", (
        r"<which>{t} <that>(?:uses?|using|builds?|building|rel(?:y|ies)|employs?|appl(?:y|ies)|adopts?|leverages?|makes? use of)(?: (?:up)?on)? {x}",
        r"what (?:uses|builds on|relies on|employs|applies|adopts|leverages|makes use of) {x}",
    ), entities.through(USE[1:], "proposed with the use of", ("PROPOSES",))),
    Kind("related", "what is related to MTEB?", (
        r"(?:what |which |all |the |things? |is |are )*(?:{t} )?(?:is |are |that are )?(?:most |closely )?(?:related|similar|connected|close|linked|akin|relevant) to {x}",
        r"(?:what|which {t}) (?:occurs?|appears?|co-?occurs?|comes?|shares? papers) (?:together )?(?:with|alongside|next to) {x}",
        r"related(?: {t})?(?: of| for)? {x}",
        r"neighbou?rs of {x}",
    ), entities.related),
    Kind("versions", "which versions of Llama are there?", (
        r"(?:which|what|all|the|are|is| )*(?:other |different )?(?:versions?|variants?|generations?|releases?) (?:of|does|has|have) {x}(?: (?:are|is) there| exist| have)?",
        r"{x} versions",
        r"(?:what is )?(?:the )?(?:lineage|history|family(?: tree)?|genealogy|evolution|ancestry) of {x}",
        r"what (?:is|are) {x} (?:a )?(?:version|variant|generation)s? of",
        r"what (?:came|comes|was|is|preceded|were) (?:there )?before {x}",
        r"(?:which|what|all|the|are|is| )*predecessors? (?:of|to) {x}",
    ), lineage.versions),
    Kind("successors", "what came after BERT?", (
        r"what (?:models? |methods? )?(?:came|comes|appeared|happened|has come|is|was) (?:next )?after {x}",
        r"what (?:builds|was built|built|is built|is based|improves|improved) (?:up)?on {x}",
        r"what (?:followed|follows|replaced|replaces|superseded|supersedes|succeeded|succeeds|extends|extended) {x}",
        r"(?:which|what|all|the|are|is| )*(?:successors?|follow-?ups?|follow ups?|heirs?|descendants?|extensions?) (?:of|to) {x}",
    ), lineage.after),
    Kind("rivals", "what outperforms BERT?", (
        r"(?:(?:what|which) {t}|what|who) <that>(?:beats?|outperforms?|surpass(?:es)?|improves? over) {x}",
        r"(?:(?:what|which) {t}|what) (?:is|are|works?|performs?) better than {x}",
        r"(?:which|what|all|the|are|is| )*(?:rivals?|competitors?|alternatives?) (?:of|to|for) {x}",
        r"(?:any(?:thing)?|something)(?: (?:that )?(?:is|works|performs))? better than {x}",
    ), lineage.rivals),
    Kind("compare", "compare LoRA and BERT", (
        r"compar(?:e|ing|ison of|ison between) {x} (?:and|with|to|against|vs\.?|versus) {y} (?:on|over|in terms of) {z}",
        r"{x} (?:vs\.?|versus|compared (?:to|with)|against|or) {y} (?:on|over|in terms of) {z}",
        r"compar(?:e|ing|ison of|ison between) {x} (?:and|with|to|against|vs\.?|versus) {y}",
        r"{x} (?:vs\.?|versus|compared (?:to|with)|against|or) {y}",
        r"(?:what (?:is|are) )?(?:the )?differences? between {x} and {y}",
        r"how (?:does|do|is|are) {x} (?:compare|differ|different|compared) (?:to|with|from|against) {y} (?:on|over|in terms of) {z}",
        r"how (?:does|do|is|are) {x} (?:and {y} )(?:compare|differ|different|compared)",
        r"how (?:does|do|is|are) {x} (?:compare|differ|different|compared) (?:to|with|from|against) {y}",
        r"is {x} (?:better|worse|stronger|different|newer) (?:than|from) {y}",
    ), figures.compared),
    Kind("path", "how are MTEB and LoRA connected?", (
        r"how (?:are|is|do|does) {a} (?:and|to|with) {b} (?:connected|related|linked|tied|hang together|connect|relate|interact)",
        r"how (?:is|are|does|do) {a} (?:connected|related|linked|tied|connect|relate) (?:to|with) {b}",
        r"(?:what is )?(?:the |a |any )?(?:shortest )?(?:path|connections?|links?|relations?|relationship|route) (?:between|from|of) {a} (?:and|to|with) {b}",
        r"what (?:connects|links|relates|ties) {a} (?:and|with|to) {b}",
        r"what (?:do|does|have|has) {a} (?:and|with) {b} (?:have )?in common",
        r"(?:connect|link) {a} (?:and|with|to) {b}",
    ), figures.path),
    Kind("other names", "what does MTEB stand for?", (
        r"what (?:does|do|did) {x} (?:stand for|mean|abbreviate)",
        r"(?:what (?:is|are) )?(?:the |all )?(?:other names?|aliases|alias|synonyms?|long form|full name|abbreviation|acronym) (?:of|for) {x}",
        r"what (?:else |other names )?(?:is|are|does|has) {x} (?:also |otherwise )?(?:called|known as|named|have|abbreviated(?: to| as)?)",
        r"how else is {x} called",
    ), facts.names_for),
    Kind("what is", "what is MTEB?", (
        r"(?:what|who|which) (?:exactly )?(?:is|are|was|were) {a}(?: about| all about| for)?",
        r"(?:tell me|say|show|give me)(?: me)?(?: something| everything| all| more| anything)?(?: you know)?(?: about| on| of)? {a}",
        r"(?:what|everything|anything|all)(?: (?:do|can))?(?: (?:we|you))?(?: (?:know|known|tell me|say|is known)) (?:about|of|on) {a}",
        r"(?:explain|describe|define|summari[sz]e|summary of|(?:the )?abstract of|info(?:rmation)?(?: about| on)?|details?(?: about| on| of)?|definition of|about|meaning of|facts (?:about|on)|evidence (?:for|of|about)) {a}",
        r"(?:what|which) (?:type|kind|sort)(?: of (?:thing|entity))? is {a}",
        r"is {a} an? {t}(?: or an? \w+)?",
        r"is there (?:a |an )?{t}? ?(?:called|named) {a}",
    ), facts.what_is, fits=facts.is_whole),
    Kind("meet all", "which papers work with LoRA as well as with MTEB?", (
        r"<papers> <that>work(?:s|ing)? with {x} as well as with {y}",
    ), combined.papers_meeting),
    Kind("in papers that meet all", "which metrics are in papers on both LoRA and MTEB?", (
        r"<which>{t} <are> in (?:the )?papers (?:on|with) both {x} and {y}",
    ), combined.entities_meeting),
    Kind("makers meeting", "which authors have most papers on both LoRA and GLUE?", (
        r"<which>{m} (?:have|has) (?:the )?most papers (?:on|with) both {x} and {y}",
    ), combined.makers_meeting),
    Kind("meeting over time", "how many papers on both LoRA and GLUE are there per year?", (
        r"how many papers (?:on|with) both {x} and {y} (?:are|were) there (?:per|each|by) year",
    ), combined.meeting_over_time),
    Kind("figures of all", "which figures concern both LoRA and GLUE?", (
        r"(?:which |what |the )*(?:figures|numbers) (?:concern|are about|about) (?:both )?{x} and {y}",
    ), concerning.figures_of_all),
    # A bound is read like a date, whatever words are beside it.
    Kind("figures beyond", "which figures on MTEB are above 60?", (), thresholds.beyond),
    Kind("use over time", "how has the use of BERT changed over the years?", (
        r"(?:how (?:has|did|does) )?(?:the )?(?:use|usage|popularity|adoption|number of papers) (?:of|on|for) {x} (?:chang\w+ |grow\w* |grown |develop\w* |evolve\w* |been )*(?:over (?:the )?(?:years|time)|by year|per year|trend)",
    ), trending.grown),
    Kind("several over time", "how has the use of LoRA and BERT changed over the years?", (
        r"(?:how (?:has|have|did) )?(?:the )?(?:use|usage|popularity|adoption) (?:of )?{l} (?:chang\w+ |grow\w* |grown |develop\w* |evolve\w* )*(?:over (?:the )?(?:years|time)|by year|per year)",
    ), trending.several),
    Kind("introduced over time", "how many benchmarks were introduced per year?", (
        r"how many (?:new )?{t} (?:were |are |have been )?(?:introduced|proposed|released|created|published)? ?(?:per|each|every|by) year",
    ), trending.introduced),
    Kind("papers over time", "how many papers are there per year?", (
        r"(?:how many |the |number of |count of )*papers(?: are there| were published| appeared| are)? (?:per|by|each|every) year",
        r"(?:which|what) year (?:has|had|saw|is with|with) (?:the )?most papers",
    ), trending.counted),
    Kind("rising", "which methods are rising?", (
        r"(?:which|what) {t} (?:are|is|have|has)(?: been)? (?:rising|growing|trending|on the rise|gaining (?:popularity|ground|traction)|getting more popular|becom\w+ (?:more )?popular)",
        r"(?:rising|trending|growing|up-and-coming) {t}",
    ), trending.changed(rising=True)),
    Kind("fading", "which methods are fading?", (
        r"(?:which|what) {t} (?:are|is|have|has)(?: been)? (?:fading|declining|falling|losing (?:popularity|ground)|getting less popular)",
        r"(?:fading|declining) {t}",
    ), trending.changed(rising=False)),
    Kind("search", "search low-rank adapters", (
        r"(?:search for|search|look for|look up|grep|full-text search for) {s}",
    ), facts.found),
    Kind("a bare name", "MTEB", (r"{a}",), facts.what_is, bare=True, fits=facts.is_whole),
)  # fmt: skip
