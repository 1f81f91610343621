"""What the commands of LaTeX for symbols, letters and abbreviations read as."""

from __future__ import annotations

_PAIRS = """
times × pm ± mp ∓ approx ≈ simeq ≃ cong ≅ leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠
ll ≪ gg ≫ lesssim ≲ gtrsim ≳ equiv ≡ to → rightarrow → longrightarrow → mapsto ↦ leftarrow ←
leftrightarrow ↔ Rightarrow ⇒ implies ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ uparrow ↑ downarrow ↓
infty ∞ cdot · cdots … ldots … dots … textellipsis … ell ℓ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂
subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ emptyset ∅ varnothing ∅ nabla ∇ partial ∂
circ ∘ bullet • deg ° degree ° textdegree ° percent % checkmark ✓ xmark ✗ star ⋆ ast * clubsuit ♣
spadesuit ♠ heartsuit ♥ preceq ⪯ succeq ⪰ prec ≺ succ ≻ perp ⊥ bot ⊥ top ⊤ sum ∑ prod ∏ int ∫
forall ∀ exists ∃ land ∧ wedge ∧ lor ∨ vee ∨ neg ¬ lnot ¬ mid | vert | Vert ‖ lVert ‖ rVert ‖ langle ⟨
rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lbrace { rbrace } oplus ⊕ otimes ⊗ odot ⊙ dagger † ddagger ‡
models ⊨ vdash ⊢ Re ℜ Im ℑ aleph ℵ hbar ℏ AA Å aa å AE Æ ae æ OE Œ oe œ ss ß O Ø o ø L Ł l ł i ı j ȷ
textemdash — textendash – textasciitilde ~ textbackslash \\ textgreater > textless < textbar |
textregistered ® texttrademark ™ textquoteright ’ textquoteleft ‘ textquotedblleft “ backslash \\
textquotedblright ” textdollar $ textunderscore _ textasciicircum ^ textcopyright © copyright ©
LaTeX LaTeX TeX TeX eg e.g. ie i.e. etc etc. cf cf. vs vs. etal et␣al. wrt w.r.t. aka a.k.a. iid i.i.d.
sim ∼ sqrt √ log log ln ln exp exp min min max max sup sup inf inf sin sin cos cos tan tan tanh tanh arg arg
argmin argmin argmax argmax det det dim dim ker ker Pr Pr lim lim gcd gcd milli m micro µ kilo k
second s quad ␣ qquad ␣ space ␣ newline ␣ linebreak ␣ par ␣ enspace ␣ thinspace ␣ item ␣
"""
_GREEK = """
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ
chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
"""


def _table(words: str) -> dict[str, str]:
    parts = words.split()
    return {k: v.replace("␣", " ") for k, v in zip(parts[::2], parts[1::2], strict=True)}


GREEK = _table(_GREEK)
SYMBOLS = _table(_PAIRS) | GREEK
