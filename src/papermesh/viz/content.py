"""What a page says of each node and edge: plain values, made safe for JSON.

Nothing here trusts the graph: texts come from papers, and a paper may say anything.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias
from urllib.parse import quote, urlsplit

Json: TypeAlias = dict[str, Any]

OTHER = "Other"
"""Type of a node whose labels say nothing."""

_SHAPES = {
    "Paper": "square",
    "Result": "diamond",
    "Author": "triangle",
    "Organization": "hexagon",
    "Repository": "triangleDown",
}
_FACTS = {
    "organization": "Organization",
    "categories": "Categories",
    "keywords": "Keywords",
    "upvotes": "Upvotes",
    "paperCount": "Papers",
    "firstSeen": "First seen",
    "kind": "Kind",
    "number": "Number",
    "unit": "Unit",
    "source": "Source",
}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ARXIV = re.compile(r"arxiv:([\w.\-]+(?:/\d+)?)", re.IGNORECASE | re.ASCII)
_MAX_LABEL = 30
_MAX_LINKS = 12
_MAX_SHOWN = 8


def clean(value: object) -> str:
    r"""Return a value as text that UTF-8 and every HTML parser can carry.

    Examples:
        >>> clean(None), clean(" a\x00b "), clean("\ud800")
        ('', 'ab', '')
    """
    return "" if value is None else _UNPRINTABLE.sub("", str(value)).strip()


def node_type(attributes: Mapping[str, Any]) -> str:
    """Name the one type that a node is shown as.

    Examples:
        >>> node_type({"labels": ("Entity", "Benchmark")})
        'Benchmark'
    """
    labels = [clean(label) for label in attributes.get("labels") or ()]
    specific = [label for label in labels if label and label != "Entity"]
    return specific[0] if specific else (OTHER if not labels else labels[0] or OTHER)


def node_shape(kind: str) -> str:
    """Return the vis-network shape of a type; shapes help where colours look alike."""
    return _SHAPES.get(kind, "dot")


def node_size(kind: str, degree: int) -> float:
    """Return a radius that grows with the number of links, slowly and to a bound.

    Papers stay small: their number of links says how long the abstract is, not how much they
    matter.
    """
    if kind == "Paper":
        return round(min(5.0 + 0.5 * math.sqrt(degree), 9.0), 1)
    return round(min(4.0 + 2.6 * math.sqrt(degree), 30.0), 1)


def short_label(name: str, kind: str) -> str:
    """Cut a name to what fits beside a node; of `Name: what it is` a paper keeps the name.

    Examples:
        >>> short_label("MTEB: Massive Text Embedding Benchmark", "Paper")
        'MTEB'
        >>> short_label("A very long title that no canvas could hold", "Paper")
        'A very long title that no…'
    """
    flat = " ".join(name.split())
    head, colon, _ = flat.partition(": ")
    if kind == "Paper" and colon and 1 < len(head) <= _MAX_LABEL:
        return head
    if len(flat) <= _MAX_LABEL:
        return flat
    cut = flat[: _MAX_LABEL - 1]
    words, space, _ = cut.rpartition(" ")
    return (words if space and len(words) > _MAX_LABEL // 2 else cut).rstrip(" ,;:-") + "…"


def node_record(node: object, attributes: Mapping[str, Any], degree: int) -> Json:
    """Return what the side panel shows of a node.

    Args:
        node: Its id in the graph.
        attributes: Its attributes in the graph, read only.
        degree: Its number of edges in the whole graph, shown on the page or not.
    """
    kind = node_type(attributes)
    key = clean(node)
    name = clean(attributes.get({"Paper": "title", "Result": "value"}.get(kind, "name")))
    return {
        "key": key,
        "type": kind,
        "name": name or key,
        "date": clean(attributes.get("published")),
        "aliases": [alias for alias in _texts(attributes.get("aliases")) if alias != name],
        "abstract": clean(attributes.get("abstract")),
        "facts": _facts(attributes),
        "links": _links(key, attributes),
        "degree": degree,
    }


def edge_record(relation: str, attributes: Mapping[str, Any], source: Mapping[str, Any]) -> Json:
    """Return what the side panel shows of an edge.

    Args:
        relation: Its relation type.
        attributes: Its attributes in the graph, read only.
        source: Attributes of the node it starts from, whose text the evidence was found in.
    """
    return {
        "relation": clean(relation),
        "confidence": _number(attributes.get("confidence")),
        "evidence": _passages(attributes.get("evidence"), source),
    }


def _passages(evidence: object, source: Mapping[str, Any]) -> list[Json]:
    """Gather the mentions by sentence, so that no sentence is quoted twice for one edge."""
    passages: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for item in evidence if isinstance(evidence, list | tuple) else ():
        if isinstance(item, Mapping):
            sentence = str(item.get("sentence") or item.get("text") or "")
            passages.setdefault((clean(item.get("field")), sentence), []).append(item)
    return [
        {
            "parts": _parts(sentence, items, source),
            "field": field,
            "source": ", ".join(_texts(item.get("source") for item in items)),
            "score": max(
                (score for item in items if (score := _number(item.get("score"))) is not None),
                default=None,
            ),
        }
        for (field, sentence), items in passages.items()
    ]


def _parts(sentence: str, items: list[Mapping[str, Any]], source: Mapping[str, Any]) -> list[str]:
    """Split a sentence around its mentions; every second part is one.

    Split here, because offsets count code points, and the browser would count UTF-16 units.
    """
    parts, done = [], 0
    spans = {
        (start, start + len(str(item.get("text"))))
        for item in items
        if (start := _mention_at(item, sentence, source)) is not None
    }
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= done:  # of two that overlap the longer, earlier one stands for both
            parts += [sentence[done:start], sentence[start:end]]
            done = end
    return [_UNPRINTABLE.sub("", part) for part in [*parts, sentence[done:]]]


def _mention_at(item: Mapping[str, Any], sentence: str, source: Mapping[str, Any]) -> int | None:
    """Find where in its sentence a mention stands; None where it does not."""
    start, text = item.get("start"), source.get(str(item.get("field")))
    mention = str(item.get("text") or "")
    if not mention:
        return None
    if isinstance(start, int) and isinstance(text, str) and len(sentence) <= len(text):
        # A sentence can name the thing twice: the offsets tell which of them is meant.
        at = text.rfind(sentence, 0, start + len(sentence))
        if 0 <= at <= start and sentence.startswith(mention, start - at):
            return start - at
    found = sentence.find(mention)
    return found if found >= 0 else None


def _number(value: object) -> float | None:
    """Return a finite number rounded for reading, or None; JSON knows no NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return round(float(value), 4)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, Iterable):
        return []
    return list(dict.fromkeys(text for text in map(clean, value) if text))


def _facts(attributes: Mapping[str, Any]) -> list[list[str]]:
    facts = []
    authors = _texts(attributes.get("authors"))
    if authors:
        facts.append(["Authors", _listed(authors)])
    for name, shown in _FACTS.items():
        value = attributes.get(name)
        if isinstance(value, list | tuple | set | frozenset):
            many = sorted(value, key=str) if isinstance(value, set | frozenset) else value
            text = _listed(_texts(many))
        else:
            text = clean(value)
        if text:
            facts.append([shown, text])
    return facts


def _listed(texts: list[str]) -> str:
    rest = len(texts) - _MAX_SHOWN
    return ", ".join(texts[:_MAX_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _links(key: str, attributes: Mapping[str, Any]) -> list[list[str]]:
    """Return (label, address) pairs, http and https only, without doubles."""
    pairs: list[tuple[str, str]] = []
    arxiv = _ARXIV.fullmatch(key)
    if arxiv:
        pairs.append(("arXiv", f"https://arxiv.org/abs/{arxiv[1]}"))
        pairs.append(("Hugging Face", f"https://huggingface.co/papers/{arxiv[1]}"))
    elif key.lower().startswith("doi:10."):
        pairs.append(("DOI", f"https://doi.org/{quote(key[4:])}"))
    pairs += [("Code", url) for url in _texts(attributes.get("codeUrls"))]
    for name in ("url", "urls"):
        pairs += [("", url) for url in _texts(attributes.get(name))]
    links: dict[str, str] = {}
    for label, url in pairs:
        host = _web_host(url)
        if host and url not in links:
            links[url] = label or host
    return [[label, url] for url, label in list(links.items())[:_MAX_LINKS]]


def _web_host(url: str) -> str:
    """Return the host of a web address, or nothing where it is not one."""
    if re.search(r"[\s\\]", url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if parts.scheme in {"http", "https"} else ""
