r"""HTML, Markdown and typewriter habits in titles and abstracts, and commands that lost their ``\``.

`papermesh.text` applies the rules; nothing else should need this module.
"""

from __future__ import annotations

import html.entities
import re
from typing import TYPE_CHECKING

from papermesh.text.edits import keep, rule, swap, unwrap
from papermesh.text.symbols import GREEK, SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papermesh.text.edits import Edit, Rule


def _entity(match: re.Match[str]) -> str | None:
    if match[1]:
        return html.entities.html5.get(match[1])
    code = int(match[2]) if match[2] else int(match[3], 16)
    if code < 32 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return " " if code in {9, 10, 13} else ""
    return chr(code)


def _tag(match: re.Match[str]) -> str:
    return " " if match[1].lower() in {"br", "p", "div", "li", "ul", "ol", "jats:p"} else ""


def _anchor(match: re.Match[str]) -> Iterator[Edit]:
    yield match.start(), match.start(2), ""
    yield match.end(2), match.end(), "" if match[2] in match[1] else f" ({match[1]})"


def _link(match: re.Match[str]) -> Iterator[Edit]:
    words, url = match[1], match[2]
    if words in url or words.startswith("http"):
        yield match.start(), match.end(), url
    else:
        yield match.start(), match.start(1), ""
        yield match.end(1), match.start(2), " ("


def _caption(match: re.Match[str]) -> Iterator[Edit]:
    """Part an address from the words of its link: both lost the command around them."""
    empty = not match[2] or "://" in match[2] or match[2].lower().startswith("this http")
    yield match.end(1), match.end(), "" if empty else f" ({match[2]})"


def _tilde(match: re.Match[str]) -> str | None:
    """Tell a tie from "about" and from a range; addresses keep theirs."""
    text, at = match.string, match.start()
    if match[0] != "~":
        return None
    after = text[at + 1 : at + 3].lstrip()[:1]
    about = after.isdigit() or after in {"$", "."}
    return None if about and not text[at - 1 : at].isalpha() else " "


def _dash(match: re.Match[str]) -> str | None:
    return {"--": "–", "---": "—"}.get(match[0])


def _quotes(match: re.Match[str]) -> Iterator[Edit]:
    mark = '"' if len(match[1]) == 2 else "'"
    yield match.start(1), match.end(1), mark
    yield match.start(3), match.end(3), mark


def _braces(match: re.Match[str]) -> Iterator[Edit]:
    """Drop braces around a few words, unless a command that is not yet resolved owns them."""
    if not _COMMAND.search(match.string, max(0, match.start() - 80), match.start()):
        yield from keep(match, 1)


_COMMAND = re.compile(r"\\[A-Za-z]+\*?\s?(?:\{[^{}]*\})*$")
_URL = r"(?:https?://|www\.)[^\s{}<>\"]+"
_GREEK = "|".join(sorted(GREEK, key=len, reverse=True))
_STYLES = r"text(?:bf|it|tt|sc|rm|sf)|math(?:cal|bb|bf|rm|it|sf|tt|scr|frak)|emph|underline"
_TAGS = r"em|strong|br|span|font|small|big|code|tt|div|p|ul|ol|li|h[1-6]|jats:[\w-]+|mml:[\w-]+"
_ARROWS = "leftrightarrow|longrightarrow|rightarrow|leftarrow|uparrow|downarrow"
_ALONE = "leq|geq|neq|propto|infty|varepsilon|cdot|lesssim|gtrsim|subseteq"  # no English words
_AMOUNT = r"\d[\d.,]*(?:times|\\?%|[KMBTGkmx×]{1,2}\b|[\s;:)×~]|[-–]\d|$)"


def _named(*patterns: str) -> re.Pattern[str]:
    """Compile alternatives that each hold one name, past any address."""
    return re.compile("|".join((_URL, *patterns)))


def _lost(match: re.Match[str]) -> Iterator[Edit]:
    """Give a command that lost its backslash its sign back."""
    name = next((g for g in match.groups() if g), None)
    if name:
        yield match.start(), match.end(), "~" if name == "sim" else SYMBOLS[name]


_TIMES = _named(
    r"(?<=[\d°)|])(times)(?![a-z])",
    r"(?<=\d[A-Za-z])(times)(?=\d)",
    r"(?<=[\d°)])(times)(?=sim\d)",
    r"(?<=[A-Z])(times)(?=[A-Z\d])",
    r"(?<=\b[A-Za-z])(times) (?=[A-Za-z\d]\b)",
    r"(?<![A-Za-z])(times)(?=\d)",
)
_RELATIONS = _named(
    rf"(?<![A-Za-z\\_])({_ALONE})(?![A-Za-z_])",
    rf"(?<![\\_])({_ARROWS})(?![a-z_])",
    r"(?<![A-Za-z\\_-])(approx)(?= ?\d)",
    r"(?<=\d)(pm)(?=\d)",
    r"(?<=\d )(pm)(?= \d*\.\d)",
    r"(?<=\.\d )(pm)(?= \d)",
    rf"(?<![A-Za-z\\_])({_GREEK}|ell|nabla)(?=\^|_\{{|_(?:[A-Za-z\d]|[A-Z]{{2,4}})(?!\w))",
)
RULES: tuple[Rule, ...] = (
    rule(r"&(?:([A-Za-z]\w{1,30};)|#(\d{1,7});|#[xX]([\da-fA-F]{1,6});)", swap(_entity), "&"),
    rule(re.compile(rf"</?({_TAGS})(?:\s[^<>]{{0,200}})?/?>", re.IGNORECASE), swap(_tag), "<"),
    rule(r"<([biu])>([^<>]{0,300})</\1>", unwrap(2), "<"),
    rule(
        re.compile(r"<su([pb])>([^<>]{0,80})</su\1>", re.IGNORECASE),
        swap(lambda m: ("^" if m[1] in "pP" else "_") + m[2]),
        "<su",
        "<SU",
    ),
    rule(
        r"<a\s[^<>]{0,200}?href=[\"']?([^\"'\s<>]+)[^<>]{0,200}>([^<>]{0,200})</a>", _anchor, "<a "
    ),
    rule(r"\[([^\[\]]{1,200})\]\(([^\s()]{4,300})\)", _link, "]("),
    rule(r"(?<![\w*^])\*{2,3}(?=[^\s*])([^*]{1,200})(?<=[^\s*])\*{2,3}(?!\*)", unwrap(1), "**"),
    rule(r"(?<![\w*^$_{/])\*(?=[^\W_])([^*]{1,80})(?<=[\w.)!?%])\*(?![\w*])", unwrap(1), "*"),
    rule(r"(``)([^`]{1,300}?)('')", _quotes, "``"),
    rule(r"(?<!`)``(?!`)", swap(lambda _: '"'), "``"),
    rule(r"(?<![\w'])('')(?=\w)([^']{1,80})('')(?!')", _quotes, "''"),
    rule(r"(?<=[A-Za-z.,?!*)])''(?=[\s.,;:?!)]|$)|(?<!\S)''(?=\w)", swap(lambda _: '"'), "''"),
    rule(r"(?<=[A-Za-z])`(?=s\b)", swap(lambda _: "'"), "`"),
    rule(r"(?<![\w`])(`)((?:[^`']|'(?=\w)){1,80})(')(?![\w'])", _quotes, "`"),
    rule(r"(?<![\w`])`([^\s`\"](?:[^`\"]{0,58}[^\s`\"])?)`(?!`)", unwrap(1), "`"),
    rule(rf"({_URL})\{{([^{{}}]*)\}}", _caption, "{"),
    rule(rf"(?<![A-Za-z\\])(?:{_STYLES})\{{([^{{}}]*)\}}", unwrap(1), "{"),
    rule(r"\{(?:bf|em|it|sc|rm|tt)\s+([^{}]+)\}", unwrap(1), "{"),
    rule(r"\{(sim)\} ?(?=\d)", _lost, "{sim}"),
    rule(rf"(?<!\\)\{{(approx|times|circ|deg|infty|sim|{_GREEK})\}}", _lost, "{"),
    rule(r"\A[^{}]*?(?<=\w)(\})", lambda m: iter([(m.start(1), m.end(1), "")]), "}"),
    rule(r"(?<=\w)\{\}", unwrap(), "{}"),
    rule(r"(?<=\d)\{(,)\}(?=\d)", unwrap(1), "{,}"),
    rule(r"(?<!\\)\{((?! )[^{},:;\"']{1,60}(?<! ))(?<!\\)\}", _braces, "{"),
    rule(_TIMES, _lost, "times"),
    rule(r"(?<=\b([A-Za-z]) )times(?= \1\b)", swap(lambda _: "×"), " times "),
    rule(
        _named(rf"(?<![A-Za-z_\\])(sim) ?(?={_AMOUNT})(?!sim ?2 ?(?:real|sim))"),
        _lost,
        *(f"sim{blank}{digit}" for blank in ("", " ") for digit in range(10)),
    ),
    rule(
        _RELATIONS,
        _lost,
        *f"{_ALONE}|arrow|approx|_|^".split("|"),
        " pm ",
        *(f"{digit}pm" for digit in range(10)),
    ),
    rule(
        rf"{_URL}|(?<=[A-Za-z.,;:)\]%\"'*}}])x(20(?:1[1-489cdCD]|26))(?=[A-Za-z\s(\"'\[])"
        r"|(?<=\s)x(201[34])(?=[A-Za-z\s])",
        swap(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else None),
        "x20",
    ),
    rule(
        rf"{_URL}|(?:^|(?<=[\s(\"'`]))--(?=[A-Za-z])-?\w*|(?<![-<!])-{{2,3}}(?![->])",
        swap(_dash),
        "--",
    ),
    rule(rf"{_URL}|~", swap(_tilde), "~"),
)
