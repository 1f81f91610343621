"""The words of questions, for reading one freely: what each asks for, and what says nothing.

`READINGS` is a table of sorts of words, each a regular expression that is matched from the start
of a word to the end of one. Where several match at one place, the longest does.
"""

from __future__ import annotations

import re
from functools import cache

from papermesh.ask.patterns import TYPE_NOUNS

WISHES = {
    "count": r"how many|how often|how frequently|how many times|number of|count(?: of)?|amount of",
    "code": r"(?:shar(?:e|es|ed|ing)|open(?:s|ed)?|provid(?:e|es|ed)|publish(?:es|ed)?|releas(?:e|es|ed)|giv(?:e|es)|offer(?:s|ed)?) (?:(?:the|their|its|any|source) )*code|(?:source |open[- ]source |public )?code|repos?|repositor(?:y|ies)|(?:git ?hub|code)(?: links?| pages?)?"
    r"|implementations?|implement(?:s|ed)?|open[- ]?sourced?",
    "best": r"leader ?boards?|leaders?|(?:the )?(?:(?:current|new|latest|present) )?(?:best|highest|lowest|strongest|greatest|sota|state[- ]of[- ]the[- ]arts?)|top score"
    r"|(?:best|top)[- ](?:performing|scoring|ranked|ranking)|records?|winner|wins?|leads|best[- ]performing|rankings?",
    "results": r"results?|how many (?:points?|percent|percentage points|times (?:faster|slower|cheaper|smaller|less|fewer))|scores?|scored|numbers?|figures?|performances?|performs?|performed|achiev(?:e|es|ed)"
    r"|reach(?:es|ed)?|attain(?:s|ed)?|obtain(?:s|ed)?|gets?|got|fares?|gains?|improv(?:es?|ed|ements?)"
    r"|reductions?|reduc(?:es?|ed)|sav(?:es?|ed|ings?)|boosts?|(?:how much )?(?:faster|slower|cheaper|smaller|lighter|more efficient)|how (?:well|high|low|good|fast|much|big|large|strong|accurate)"
    r"|evaluation results?|accurate|gives|brings?|yields?|delivers?|give (?:on|for)|reported|percentage|percent",
    "most": r"(?:the )?most(?: (?:often|commonly|widely|frequently))?(?: (?:used|popular|common|frequent|important|studied|active|prolific|productive))?|more (?:often|frequently|commonly)"
    r"|(?:ranked |sorted |ordered )?by (?:the )?(?:(?:number|count) of papers|popularity|frequency|usage|use)"
    r"|popular(?:ly)?|common(?:ly)?|widely|frequent(?:ly)?|standard|typical(?:ly)?|usual(?:ly)?|favou?rite|dominant|top|go-to|default|rank(?:s|ed|ing)?",
    "least": r"fewest|least|rarest|rarely|seldom|hardly",
    "newest": r"newest|latest|(?:sorted |ordered )?by date|chronological(?:ly)?|(?:most )?recent(?:ly)?|new|novel|up[- ]to[- ]date|fresh",
    "appear": r"com(?:e|es) out|came(?: out)?|appear(?:s|ed)?|released|published",
    "oldest": r"least recent|oldest|earliest|(?:very )?first|original",
    "after": r"(?:do|did|done|happened|came|come|comes|appeared|followed) after|newer|later|successors?(?: (?:of|to))?|follow[- ]?ups?|superseded?|replaced|came after|what follows|descendants?",
    "survey": r"surveys?(?: papers?| articles?)?|(?:literature )?reviews?(?: papers?| articles?)?|overviews?|tutorials?",
    "versions": r"(?:newer |later |other |older |different |next |previous |earlier |updated |new |latest |recent )?"
    r"(?:versions?|variants?|generations?|releases?|editions?)|lineage|family(?: tree)?|genealogy|history|predecessors?|update",
    "origin": r"origins?(?: of)?|originat(?:e|es|ed)|introduc(?:e[sd]?|tion)|com(?:e|es) from|came (?:from|up with)"
    r"|invent(?:s|ed)?|inventors?|coined|behind|original paper|creators?|creat(?:ed|or)|proposed|made|who made",
    "authors": r"authors?|who wrote(?! (?:the )?most)|wrote|written by|authored|affiliations?",
    "when": r"when|what year|which year|dates?|release date|publication date|how old|how new",
    "fade": r"dying(?: out)?|dead|died(?: out)?|dwindl(?:es?|ed|ing)|wan(?:es|ed|ing)|shrink(?:s|ing)?|disappear(?:s|ed|ing)?|obsolete|outdated|(?:getting |becoming )?less (?:and less )?(?:popular|common|used)|declin(?:e|es|ed|ing)|fading|fell out of (?:use|favou?r)|falling"
    r"|los(?:t|e|es|ing) (?:popularity|ground|traction)|out of fashion",
    "trend": r"(?:which|what) years? (?:do|did|had|has|have|saw|were) (?:the )?most(?: of)?|timeline|over (?:the )?(?:years?|time|months|quarters)|through(?:out)? the years|trends?|popularity"
    r"|(?:getting )?more(?: and more)? (?:popular|common|used|often)|increasing(?:ly)?(?: popular)?"
    r"|becom(?:e|es|ing|ings)(?: (?:more |less )?(?:popular|common|fashionable))?|(?:became|got|gotten) popular|ris(?:e|es|ing)|on the rise|grow(?:s|n|ing|th)?"
    r"|(?:grow(?:s|n|ing)?|grew|ris(?:es?|en|ing)|rose|spread(?:s|ing)?) (?:the )?(?:fast(?:est)?|most|quick(?:est|ly)?|rapidly)|fast(?:est)?[- ](?:growing|rising)|quickest|fastest|spread(?:s|ing)?|grew|rose"
    r"|gain(?:s|ed|ing)? (?:in )?(?:popularity|traction|ground)|picking up|chang(?:e|es|ed|ing)|took off|taking off|emerg(?:e|ed|ing)"
    r"|used more(?: often)?|per (?:year|month|quarter)|by (?:year|month|quarter)|(?:each|every) year|year by year|adoption|interest(?: in)?|evol(?:ve|ved|ution)",
    "hot": r"hot(?:test)?|trending|hyped?|up[- ]and[- ]coming|in vogue|all the rage",
    "still": r"(?:still|nowadays) (?:being )?(?:used|popular|common|relevant|in use|alive)|still|any ?more",
    "alternatives": r"alternatives?(?: (?:to|for|of))?|instead of|rivals?|competitors?|competing|replac(?:e|es|ing|ements?)|substitutes?",
    "related": r"related(?: to)?|like|such as|similar(?: to)?|akin(?: to)?|comparable(?: to)?|neighbou?rs|resembl(?:es?|ing)"
    r"|(?:used |combined |paired |reported |evaluated )?(?:together|along(?:side)?)(?: with)?|co-?occurs?|go(?:es)?(?: well| together)? with|pair(?:s|ed)? with|appears? with|close to",
    "compare": r"which (?:one|of (?:the two|them|these))|vs\.?|versus|compare|contrast(?:s|ed|ing)?|comparison|comparing|comparisons|differences?|differs?|different|better than|worse than|(?:better|stronger|weaker)|side by side",
    "path": r"connect(?:s|ed|ions?)?|link(?:s|ed)?|paths?|relationships?|relations?|in common|tied|common ground",
    "stands": r"stands? for|abbreviat(?:ion|es?|ed)|acronym|full (?:name|form)|spell(?:ed|s)? out|aliases|other names?|synonyms?|called",
    "define": r"what(?:'?s| is| are| was)|whats|who is|means?|meaning|definitions?|defin(?:e|ed)|explain(?:ed)?|describe|about"
    r"|tell me(?: more)? about|info(?:rmation)?|details?|summar(?:y|i[sz]e)|overview|introduce me to|learn|(?:main |key |core )?idea",
}  # fmt: skip
"""What can be asked for."""

VERBS = {
    "use": r"us(?:e|es|ed|ing|age)|users?|utili[sz](?:e|es|ed|ing)|appl(?:y|ies|ied|ying|ications?)|employ(?:s|ed|ing)?|adopt(?:s|ed|ing)?"
    r"|leverag(?:e|es|ed|ing)|mak(?:e|es|ing) use of|made use of|rel(?:y|ies|ied|ying) (?:up)?on|work(?:s|ed|ing)? with"
    r"|bas(?:e|ed|es|ing) (?:up)?on|buil[dt](?:s|ing)? (?:up)?on|train(?:s|ed|ing)?(?: (?:on|with))?|combin(?:e|es|ed|ing)|integrat(?:e|es|ed|ing)"
    r"|fine-?tun(?:e|es|ed|ing)|pretrain(?:s|ed)?|experiment(?:s|ed|ing)? with|try|tries|tried|with",
    "evaluate on": r"evaluat(?:e|es|ed|ing|ions?)|test(?:s|ed|ing)?|benchmark(?:ed|ing)|assess(?:es|ed|ing)?|measur(?:e|es|ed|ing)"
    r"|experiments?|ran|run(?:s|ning)?|report(?:s|ing)?|try (?:out )?on|tried on|validated?|validation",
    "compare to": r"baselines?|compar(?:es|ed|ing|isons?)(?: (?:their|its|the|his) \w+)? (?:to|with|against)|compare(?: (?:their|its|the) \w+)? (?:to|with|against)"
    r"|outperform(?:s|ed|ing)?|beat(?:s|ing|en)?|surpass(?:es|ed|ing)?|better than|against|compares|compared|superior to|improv(?:e|es|ed|ing) (?:up)?on",
    "address": r"avoid(?:s|ed|ing)?|mitigat(?:e|es|ed|ing)|prevent(?:s|ed|ing)?|overcom(?:e|es|ing)|alleviat(?:e|es|ed|ing)|address(?:es|ed|ing)?|tackl(?:e|es|ed|ing)|solv(?:e|es|ed|ing)|stud(?:ied|ying)|work(?:s|ed|ing)? on|target(?:s|ed|ing)?"
    r"|deal(?:s|ing)? with|focus(?:es|ed|ing)? on|handl(?:e|es|ed|ing)|investigat(?:e|es|ed|ing)|explor(?:e|es|ed|ing)|look(?:s|ing)? at",
    "mention": r"mention(?:s|ed|ing)?|discuss(?:es|ed|ing)?|refer(?:s|red|ring)? to|talk(?:s|ed|ing)? about|cit(?:e|es|ed|ing)|touch(?:es|ed|ing)? (?:up)?on",
    "introduce": r"introduc(?:e|es|ed|ing)|propos(?:e|es|ed|ing|als?)|present(?:s|ed|ing)?|develop(?:s|ed|ing)?|contribut(?:e|es|ed|ions?)"
    r"|releas(?:e|es|ed|ing)|creat(?:e|es|ed|ing)|design(?:s|ed|ing)?",
}
"""What papers do with entities; the names are those of `papermesh.ask.verbs.VERBS`."""

OTHERS = {
    "not": r"(?:(?:but|and|that|which|who) )?(?:(?:is|are|was|were|does|do|did|has|have|had|can|could|would)(?:n't| not)|cannot)(?: (?:about|on))?|(?:(?:but|and) )?not (?:about|on)|(?:(?:but|and) )?(?:not|neither|nor|never|without|except(?: for)?|excluding|no|other than|minus|besides|apart from|aside from)",
    "or": r"or|and/or|either",
    "and": r"and|&|plus|as well as|both|also",
    "comma": r",",
    "papers": r"papers?|works?|articles?|publications?|publish(?:ed|es)?|stud(?:y|ies)|preprints?|research(?:ers)?|literature|who(?:se)?"
    r"|any(?:one|body)|some(?:one|body)|people|authors|abstracts?|everybody|submissions?|read(?:ings?)?|references?|citations?|sources",
    "organisations": r"(?:organi[sz]ations?|(?:research )?(?:labs?|laborator(?:y|ies)|groups?|teams?)|compan(?:y|ies)|institut(?:ion|e)s?|universit(?:y|ies)|startups?)",
    "people": r"(?:co-?)?authors?|researchers?|scientists?|people|experts?|collaborators?|who|whom",
    "else": r"(?:what|which|anything|something) (?:else|other)",
    "it": r"them|they|their|this paper|the paper|paper|it|its|the authors",
    "graph": r"(?:knowledge )?graph|data ?base|collection|stat(?:s|istics)|nodes|edges|time (?:span|range)|in here",
    "filler": r"co-?authored|co-?written|(?:jointly )?published|after|before|while|since|the|an?|some|any|all|every|each|many|lots? of|of|on|in|at|to|for|from|by|as|into|over|within|under|across|during|among|between|than|that|which|what|where|how"
    r"|there|here|is|are|was|were|be|been|being|am|do|does|did|doing|done|has|have|had|having|can|could|would|will|may|might|should|so far|so|far|up to now|until now|ever|yet|already|now|today|currently|these days|nowadays|lately|right now|at (?:the moment|present)|in total|in all|in sum|altogether|overall|total|roughly|approximately|precisely"
    r"|those|these|this|one|ones|please|pls|plz|thanks?|thank|just|only|actually|really|exactly|again|else|(?:for|to) me|(?:compared (?:to|with)|than|among) (?:the )?others?|do you (?:have|know)(?: of)?|(?:that )?you know(?: of)?|have you|other|others|another|same|own|different"
    r"|(?!anomaly|assembly|family|supply|reply|italy|july|multiply)[a-z]{4,}ly|somewhere|anywhere|online|arxiv|evidence|proof|titles?|titled|entitled|says?|said|available|exist(?:s|ing)?|out|kinds?|types?|sorts?|examples?"
    r"|if|whether|then|when it comes to|regarding|concerning|with regard to|respect|concerned|terms|using|via|involv(?:es?|ed|ing)|more|com(?:e|es)|write|written|happen(?:s|ed|ing)?|contain(?:s|ed|ing)?|includ(?:es?|ed|ing)|cover(?:s|ed|ing)?|last|past|previous|current|quarters?|area|field|topic|subject|context|case|task|problem"
    r"|method|model|data ?sets?|benchmark|corpus|metric|approach|technique|main|major|key|well[- ]known|known|famous|important|interesting|relevant|good|ai|ml|nlp|in the world|domain|setting|state|time|way|ways|thing|things|stuff|anything|something|everything",
    "frame": r"me|us|my|i|we|you|your|our|he|she|it's|i'm|i'd|hi|hey|hello|ok|maybe|find|show|give|list|get|see|know|want|need|looking|look|search(?:ing)?"
    r"|interested|wonder(?:ing)?|curious|tell|display|return|provided?|name|enumerate|like to|love to|trying to|any idea|all about",
}  # fmt: skip
"""What else stands in questions; a filler says nothing, and neither does a frame before the first name."""

READINGS = {
    **{f"wish {name}": words for name, words in WISHES.items()},
    **{f"verb {name}": words for name, words in VERBS.items()},
    "type": TYPE_NOUNS,
    **OTHERS,
}

REFUSED = re.compile(
    r"^(?:(?:please|can you|could you|would you|now|then),? )*(?:delete|remove|drop|erase|write|generate|translate|fix|install|download|update|add|insert|change|rename|buy|book|send|order|sing|play|cook|draw|merge)\b"
    r"|\bcited? (?:more|over|at least|less|fewer|under)\b|\bcitations?\b|\b(?:you (?:think|feel|prefer|like|recommend|believe)|your (?:opinion|view|favou?rite|name)|should (?:i|we|one)|would you|i feel|opinions?|why|worth|recommend(?:ed)?|tomorrow|weather|joke|poem|help me|what can (?:i|you|one|this)|how (?:do|can) i)\b|^help$",
    re.I,
)
"""What no graph of papers can answer, or must not do."""


RESERVED = re.compile(r"(?:state-of-the-arts?|sota|leaderboards?)", re.I)
"""Words that always wish for the best, whatever names the graph has."""


@cache
def readings() -> dict[str, re.Pattern[str]]:
    """Every sort of words with its pattern, ready to match at a place in a text."""
    return {name: re.compile(rf"(?:{words})(?![\w-])", re.I) for name, words in READINGS.items()}


@cache
def vocabulary() -> tuple[str, ...]:
    """Words without variants that questions are made of, for typing errors in them."""
    stems = set(re.findall(r"[a-z]{4,}", " ".join(READINGS.values())))
    forms = {stem + ending for stem in stems for ending in ("", "e", "s", "es", "ed", "ing")}
    return tuple(sorted(word for word in forms if sorts_of(word)))


def sorts_of(words: str) -> set[str]:
    """Tell every sort that some words, as a whole, belong to."""
    return {name for name, pattern in readings().items() if pattern.fullmatch(words)}
