"""LaTeX in titles and abstracts: what its commands read as, one rule per habit of writing.

`papermesh.text` applies the rules; nothing else should need this module.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from papermesh.text.edits import Edit, Rule, keep, rule, swap, unwrap
from papermesh.text.symbols import GREEK, SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = (
    "\u0301\u0308\u0300\u0302\u0303\u0304\u0307\u0327\u030c\u0306\u030a\u0328\u030b\u0323\u0331"
)
_ACCENTS = dict(zip("'\"`^~=.cvurkHdb", _MARKS, strict=True))
# Commands whose argument is read as if they were not there.
_WRAP = (
    r"text(?:bf|it|tt|sc|sf|rm|md|up|sl|normal)?|math(?:cal|bb|bf|rm|it|sf|tt|scr|frak|normal|op|bin|rel)"
    r"|emph|underline|uline|overline|[mhf]box|boldsymbol|bm|pmb|operatorname\*?|uppercase|lowercase"
    r"|(?:wide)?(?:hat|tilde)|bar|vec|check|sout|hl|ensuremath|xspace|url|path|nolinkurl|num|textls"
    r"|smash|mathring|underbrace|overbrace|mathds|mathbbm|title|makecell"
)
# Declarations: they change how the rest looks, and read as nothing.
_SILENT = (
    r"bf|it|em|rm|sc|tt|sf|sl|bfseries|itshape|scshape|ttfamily|rmfamily|sffamily|normalfont|tiny|small"
    r"|footnotesize|scriptsize|large|Large|LARGE|huge|normalsize|displaystyle|textstyle|scriptstyle"
    r"|centering|noindent|allowbreak|nobreak|nobreakdash|left|right|big[lrg]*|Big[lrg]*|bigg[lr]?"
    r"|limits|nolimits|xspace|protect|relax|ignorespaces|hfill|smallskip|medskip|bigskip|sloppy"
    r"|maketitle|thanks|nonumber|mkern-?\d*mu|boldmath|unboldmath|upshape|mdseries|selectfont"
)
_VOID = (
    r"cite\w*|[cC]ref|eqref|autoref|ref|label|footnotemark|footnotetext|vspace\*?|hspace\*?|color|phantom"
    r"|begin|end|bibliography|bibliographystyle|input|include|includegraphics|icon|pagestyle|index"
)
# Macros that stand for "our method"; a macro with any other name mostly is that name.
_PLACEHOLDER = re.compile(
    r"^(?:our|the|this|my)|name|method|model|ours$|framework|approach|system|bench|dataset|tool|algo"
    r"|acro|abbr|project|paper|^(?:sys|data|alg|short|long|full|impl|title|meth|work|task|mx|sname)$",
    re.IGNORECASE,
)
_TIGHT = frozenset(
    [
        "o",
        "O",
        "l",
        "L",
        "i",
        "j",
        "aa",
        "AA",
        "ae",
        "AE",
        "oe",
        "OE",
        "ss",
        "textemdash",
        "textendash",
        "textbackslash",
    ]
)
_PATH, _SPACES, _STOPS = frozenset("\\:"), frozenset(" ~"), frozenset(",.;:!?)")
_CLOSING = re.compile(r"\\\"(?=[\s.,;:!?)]|$)")
_AWAITING = frozenset(
    ["frac", "dfrac", "tfrac", "href", "SI", "qty", "textcolor", "colorbox", "texorpdfstring"]
)
_GLUED = re.compile(r"(?:times|cdot|checkmark|sim|pm|approx|rightarrow|to|in)(?=[A-Z])")
_MACRO = re.compile(r"\\[A-Za-z]+(?:\{[^{}]*\})?")
_ARG = r"\{([^{}]*)\}"
_TEXT_WORDS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,} [A-Za-z]{3,}(?![A-Za-z]*[({])")


def _math(match: re.Match[str]) -> Iterator[Edit]:
    """Drop the dollar signs around what is mathematics rather than two sums of money."""
    inside, after = match[1], match.string[match.end() : match.end() + 1]
    marked = any(c in inside for c in "\\^_{")
    rest = _MACRO.sub("", inside) if marked else inside
    loose = not marked and (inside != inside.strip() or len(inside) > 60)
    money = inside[0].isdigit() and after.isdigit()
    if not (loose or money or _TEXT_WORDS.search(rest)):
        yield from keep(match, 1)


def _accent(match: re.Match[str]) -> str | None:
    mark, letter = match[1], match[2] or match[3]
    if (
        mark == '"'
        and match[3]
        and _CLOSING.search(match.string, max(0, match.start() - 300), match.end() + 300)
    ):
        return None  # the text escapes its quotation marks
    letter = letter.removeprefix("\\")
    if mark.isalpha() and mark + letter in GREEK:  # some converters make \b{eta} of \beta
        return GREEK[mark + letter]
    made = unicodedata.normalize("NFC", letter + _ACCENTS[mark])
    return made if len(made) == 1 else None


def _command(match: re.Match[str]) -> Iterator[Edit]:
    """Write a command as the character or words it stands for, and drop a placeholder."""
    name, start, end = match[1], match.start(), match.end()
    before = match.string[start - 1 : start]
    after = match.string[end : end + 1]
    new = SYMBOLS.get(name)
    if new is None and (glued := _GLUED.match(name)):  # 4\timesRTX: the blank between is lost
        end = match.start(1) + glued.end()
        new, after = SYMBOLS[glued[0]], match.string[end]
    if new is None and after == "{" and match.string.find("}", end, end + 2000) > 0:
        return  # its argument is not yet resolved
    if new is not None:
        if new.isascii() and new.isalpha() and len(new) > 1 and before.isalnum():
            new = " " + new
        if name == "sim":
            new = "~" if match.string[end : end + 3].lstrip(" $")[:1].isdigit() else "∼"
        if new[-1] == after == ".":
            new = new[:-1]
        if name in _TIGHT and after == " ":
            end += 1
        yield start, end, new
    elif len(name) == 1 or before in _PATH or (before.isalnum() and match[0][-1] != "}"):
        return
    elif not _PLACEHOLDER.search(name):
        yield from keep(match, 1)
    elif before == "(" and after == ")":
        spaced = match.string[start - 2 : start - 1] == " "
        yield start - 1 - spaced, end + 1, ""
    else:
        yield start - (before in _SPACES and after in _STOPS), end, ""


def _applied(match: re.Match[str]) -> Iterator[Edit]:
    if match[1] in _AWAITING:
        return
    if match[1] not in SYMBOLS:
        yield from keep(match, 2)
    else:
        yield match.end(1), match.start(2), " "
        yield match.end(2), match.end(), ""


def _link(match: re.Match[str]) -> str:
    url, words = match[1].strip(), match[2].strip()
    return url if not words or words in url or words.startswith("http") else f"{words} ({url})"


def _footnote(match: re.Match[str]) -> str:
    found = re.search(r"https?://\S+", match[1])
    return f" ({found[0].rstrip('.')})" if found else ""


def _script(match: re.Match[str]) -> str:
    mark, inner = match[1], match[2].strip()
    if mark == "^" and inner in {"°", "∘", "circ", "\\circ"}:
        return "°"
    return mark + (inner if re.fullmatch(r"[-+−]?[\w.*∞⊤'†∗]*", inner) else f"({inner})")


RULES: tuple[Rule, ...] = (
    rule(
        r"(?<![\\$])\$(?!\$|\d[\d,.]*[KMBkmb]?(?:illion)?(?: [a-z]|[-–/]\$\d|[,.;)]? [A-Za-z]))"
        r"([^$]{1,200}?)(?<!\\)\$",
        _math,
        "$",
    ),
    rule(r"\$\$([^$]{1,300})\$\$", unwrap(1), "$$"),
    rule(
        r"\\(?:unicode|char)\{x([0-9A-Fa-f]{2,4})\}",
        swap(lambda m: chr(int(m[1], 16))),
        "\\unicode",
        "\\char",
    ),
    rule(
        r"\\(['\"`^~=.])(?:\{(\\?\w)\}|((?<=[`^~=])[aeiouynAEIOUYN]|"
        r"(?<=')(?!(?:s|t|re|ve|ll|m)\b)[aceilnorsuyzACEILNORSUYZ]|"
        r"(?<=\")[aeiouyAEIOUY]|(?<=\.)[zZ]))",
        swap(_accent),
        "\\",
    ),
    rule(r"\\([cvurkHdb])\{(\\?[A-Za-z]+)\}()", swap(_accent), "\\"),
    rule(r"\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}", swap(_link), "\\href"),
    rule(r"[ ~]?\\?\bfootnote\{([^{}]*)(?:\}|$)", swap(_footnote), "footnote{"),
    rule(rf"[ ~]?\\(?:{_VOID})(?:\[[^\[\]]*\])?\{{[^{{}}]*\}}", unwrap(), "\\"),
    rule(
        r"\\(?:textcolor|colorbox|hyperlink|texorpdfstring)\{[^{}]*\}" + _ARG,
        unwrap(1),
        "\\textcolor",
        "\\texorpdf",
        "\\hyperlink",
        "\\colorbox",
    ),
    rule(
        r"\\(?:SI|qty)\{([^{}]*)\}" + _ARG,
        swap(lambda m: m[1] + ("" if m[2].strip() in {"\\percent", "%", ""} else " ") + m[2]),
        "\\SI",
        "\\qty",
        "\\si",
    ),
    rule(
        r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}",
        swap(lambda m: "/".join(g if re.fullmatch(r"[\w.]*", g) else f"({g})" for g in m.groups())),
        "frac",
    ),
    rule(r"\\sqrt" + _ARG, swap(lambda m: "√" + (m[1] if m[1].isalnum() else f"({m[1]})")), "sqrt"),
    rule(r"\\enquote" + _ARG, swap(lambda m: f'"{m[1]}"'), "\\enquote"),
    rule(
        r"\\textsu(?:perscript|bscript)" + _ARG,
        swap(lambda m: ("^" if "perscript" in m[0][:18] else "_") + m[1]),
        "\\textsu",
    ),
    rule(rf"\\(?:{_WRAP})\s?{_ARG}", unwrap(1), "\\"),
    rule(rf"\{{\s*\\(?:{_SILENT})(?![A-Za-z])\s*([^{{}}]*)\}}", unwrap(1), "\\"),
    rule(rf"\\(?:{_SILENT})(?![A-Za-z])(?:\{{\}})? ?", unwrap(), "\\"),
    rule(
        r"\{\s*\\([A-Za-z]+)\s*(?:\{\})?\s*\}",
        swap(lambda m: SYMBOLS.get(m[1], f"\\{m[1]}{{}}")),
        "{\\",
    ),
    rule(r"\\([A-Za-z]{2,}|[bcdu](?=\{[^{}]{3}))\{([^{}]+)\}", _applied, "\\"),
    rule(r"\\([A-Za-z]+)(?:\{\})?", _command, "\\"),
    rule(r"\\([%&$#_{}~^])", unwrap(1), "\\"),
    rule(r"\\\\|\\[ ,;:]", swap(lambda _: " "), "\\"),
    rule(r"\\[-/@!()\[\]]", unwrap(), "\\"),
    rule(r"\\\|", swap(lambda _: "‖"), "\\|"),
    rule(r"\\(['\"`])", unwrap(1), "\\"),
    rule(r"(?<![\w\\])\\(?=(\d[\d.,]*+)(?!\)))", swap(lambda _: "$"), "\\"),
    rule(r"([\^_])\{([^{}]*)\}", swap(_script), "^", "_"),
    rule(r"\^\\?(?:circ(?=times|[^a-z]|$)|[°∘])", swap(lambda _: "°"), "^"),
)
