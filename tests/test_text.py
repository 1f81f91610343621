"""Cleaning: what markup reads as, what is left alone, and the way back to the raw text."""

from __future__ import annotations

import gzip
import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papermesh.text import clean

if TYPE_CHECKING:
    from pathlib import Path

LATEX = {
    r"15.5\% \& \$5 \_a": "15.5% & $5 _a",
    r"we offer \method{}, a tool": "we offer, a tool",
    r"the tool (\ours) and {\name} win": "the tool and win",
    r"\ChordPlan wins": "ChordPlan wins",
    r"tags, \ie, marks \eg x \etc.": "tags, i.e., marks e.g. x etc.",
    r"\underline{N}on-simultan\underline{e}ous": "Non-simultaneous",
    r"{\bf S}nap {\em odd} \textbf{\emph{x}}": "Snap odd x",
    r"bench\footnote{See https://a.b/c.} ok": "bench (https://a.b/c) ok",
    r"bench \footnote{A remark.} ok": "bench ok",
    r"at \url{https://a.b/c_d~e--f*}": "at https://a.b/c_d~e--f*",
    r"\href{https://a.b/c}{here} and \href{https://a.b}{https://a.b}": "here (https://a.b/c) and https://a.b",
    r"as in~\cite{x, y}.": "as in.",
    r"$8.2\times$ $k^{th}$ {\tau} $\pi_{0.5}$": "8.2× k^th τ π_0.5",
    r"S$^2$R, D^3S, $10^{-3}$, $n^{1/(d+1)}$": "S^2R, D^3S, 10^-3, n^(1/(d+1))",
    r"$\mathcal{O}(n\log n)$, $\frac{a}{b}$": "O(n log n), a/b",
    r"360{\deg}, 360^{circ}, $45^\circ$": "360°, 360°, 45°",
    r"image$\unicode{x2013}$text": "image–text",
    r"tokens\textemdash d, a--b, a---b": "tokens—d, a–b, a—b",
    r"\SI{96.7}{\percent} \SI{5}{\milli\second}": "96.7% 5 ms",
    r"Fr\'echet na\"{\i}ve B\'{e}z \o S{\o}ren \v{s}": "Fréchet naïve Béz øSøren š",
    r"\b{eta}-VAE": "β-VAE",
    r"the model\'s \"own\" words": 'the model\'s "own" words',
    "``both'' and `one'": "\"both\" and 'one'",
    r"1{,}400 and {VAR-X}": "1,400 and VAR-X",
    r"4\timesRTX": "4×RTX",
    "Figure~3 and X~(Y) and ~10% and 5~6": "Figure 3 and X (Y) and ~10% and 5~6",
}
LOST = {  # the site drops dollar signs and backslashes
    "runx2014each x2013 y": "run—each – y",
    "(EnglishrightarrowGerman)": "(English→German)",
    "2times, 2.33times speed-up, >5times)": "2×, 2.33× speed-up, >5×)",
    "256times256, ktimes k, LLMtimesMap": "256×256, k×k, LLM×Map",
    "15timessim50times and sim1% and 20sim40": "15×~50× and ~1% and 20~40",
    "leq50K, 3 geq 2, approx20%, 69.8 pm 0.5": "≤50K, 3 ≥ 2, ≈20%, 69.8 ± 0.5",
    "tau^2-Bench, pi_0, pi_{RL}, infty-X": "τ^2-Bench, π_0, π_RL, ∞-X",
    "{sim} 1.5 and 7{times} and texttt{D}ual": "~1.5 and 7× and Dual",
    "see https://a.b/c/{the page}.": "see https://a.b/c/ (the page).",
}
MARKUP = {
    "**CK-X** is *really* new": "CK-X is really new",
    "[here](https://a.b) [https://a.b](https://a.b)": "here (https://a.b) https://a.b",
    "<b>x</b> H<sub>2</sub> a<br/>b <jats:p>c</jats:p>": "x H_2 a b c",
    '<a href="https://a.b">here</a>': "here (https://a.b)",
    "&amp; &lt; &#39; &#x2014; &nbsp;x": "& < ' — x",
    "a\x00b\u200bc\u00add \ufb01t\ufeff": "abcd fit",
    " a\u00a0b\n  c\t\td\u2028e ": "a b c d e",
    "\ud83d lone": "lone",
}
UNTOUCHED = [
    "sometimes 5 times, lifetimes and runtimes",
    "2048x2048 and 1024x2014 and 0x2014",
    "sim2real, real2sim and Sim2Real",
    "special <eos> and <think> tokens, a < b > c",
    "costs $5 and $7, $5-$10, US$3 or $20,000",
    "A* and V* search, 512*512, RRT*",
    r"C:\Users\me and \n\n and \d+",
    "run with --flag and <!-- --> or ----",
    "sets {-1, 0, 1} and f() returns {} in `x",
    "AT&T, Q&A; R&D and &unknown;",
    "phi-4, tau-bench, alpha_dropout, __init__",
    "it's the 2024's \"best\" 5' 6\" f''(x)",
    "emoji \U0001f468\u200d\U0001f4bb and الفار\u200cسی",
    "approx. 3, the pm of 5pm, to 10, in 2",
]
FRAGMENTS = st.sampled_from(
    ["\\", "{", "}", "$", "\\ours", "\\emph{", "^", "_", "~", "`", "'", "''", "``", "*", "**", "<b>", "</b>",
     "<sup>", "&", "amp;", "&lt;", "&#92;", "times", "sim", "2", "x2014", "--", " ", "\n", "a", "A", "(", ")",
     ".", ",", "[", "](", "http://a.b/", "{}", "\\frac{", "\\'", "e", '\\"', "rightarrow", "\u200d", "\xa0",
     "\ufb01", "\xe9", "pm", "\\textbackslash ", "\\href{", "\\n", "1", "$5", "\\footnote{"]
)  # fmt: skip
TEXTS = st.text() | st.lists(FRAGMENTS | st.text(max_size=3), max_size=14).map("".join)


@pytest.mark.parametrize(("raw", "text"), (LATEX | LOST | MARKUP).items())
def test_markup_reads_as_meant(raw: str, text: str) -> None:
    assert clean(raw).text == text


@pytest.mark.parametrize("raw", UNTOUCHED)
def test_ordinary_text_is_left_alone(raw: str) -> None:
    """Text without markup comes back as the same text, with spans that lead to themselves."""
    cleaned = clean(raw)
    assert cleaned.text == raw
    assert cleaned.raw_span(1, 4) == (1, 4)


@given(TEXTS)
@example("\x80\u200d\x85")
@example("{" * 300 + "x" + "}" * 300)
@settings(deadline=None)
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    once = clean(raw).text
    assert clean(once).text == once


@given(TEXTS)
@settings(deadline=None)
def test_spans_lead_back_in_order(raw: str) -> None:
    """Spans stay within the raw text and keep their order."""
    cleaned = clean(raw)
    assert cleaned.raw == raw
    last = (0, 0)
    for at in range(len(cleaned.text)):
        start, end = cleaned.raw_span(at, at + 1)
        assert 0 <= start <= end <= len(raw)
        assert start >= last[0]
        assert end >= last[1]
        last = start, end


@given(
    st.text(
        alphabet=st.characters(categories=["Lu", "Ll", "Nd"]) | st.sampled_from(" .,;:-()"),
        max_size=80,
    )
)
def test_words_are_never_changed(raw: str) -> None:
    """Letters, digits and plain punctuation pass, whatever the script."""
    text = " ".join(raw.split())
    risky = ("times", "sim", "arrow", "approx", "pm", "x20", "leq", "geq", "--", "\ufb01")
    if not any(word in text for word in risky) and text.isascii():
        assert clean(text).text == text


@pytest.mark.parametrize(
    ("raw", "word", "there"),
    [
        (r"We use \textbf{LoRA} here", "LoRA", "LoRA"),
        (r"gains of 15.5\% here", "15.5%", r"15.5\%"),
        (r"a \underline{N}on-x", "Non-x", r"N}on-x"),
        ("runs 2times faster", "2×", "2times"),
        ("a\n   wide  gap", "a wide", "a\n   wide"),
        (r"at \href{https://a.b}{here} now", "now", "now"),
    ],
)
def test_a_span_leads_to_its_raw_text(raw: str, word: str, there: str) -> None:
    """Markup at the edges of a span is left out, and markup inside it is kept."""
    cleaned = clean(raw)
    start = cleaned.text.index(word)
    first, last = cleaned.raw_span(start, start + len(word))
    assert raw[first:last] == there


@pytest.mark.parametrize(
    "raw", [r"\a{" * 20_000, "{" * 50_000, "`" * 50_000, "$" * 50_000, "<b>" * 20_000]
)
def test_hostile_text_takes_no_longer_than_others(raw: str) -> None:
    started = time.perf_counter()
    clean(raw)
    assert time.perf_counter() - started < 20


def test_the_corpus_is_cleaned_for_good(shared: Path) -> None:
    """Real abstracts keep no known command, and stay as they are when cleaned again."""
    seen = 0
    with gzip.open(shared / "corpus" / "abstracts.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 20:
                continue
            text = clean(json.loads(line)["abstract"]).text
            assert clean(text).text == text
            assert not any(c in text for c in ("\\%", "\\textbf", "\\emph", "\\times ", "``"))
            seen += 1
    assert seen > 1000
