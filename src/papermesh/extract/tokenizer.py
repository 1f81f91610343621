"""A spaCy tokenizer for the text of this field: names stay whole, words around them come off.

``GPT-4``, ``LLaMA-2-7B``, ``pass@1``, ``WMT'14``, ``En-De`` and ``Self-RAG`` are one token each;
``MTEB-based`` and ``state-of-the-art`` are split at the hyphens, so that a name can be marked
without the word that hangs on it.
"""

# No `from __future__ import annotations` here: spaCy before 3.8.6 reads the annotations of what is
# registered as they stand, not as text.

from collections.abc import Callable

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

# A hyphen splits where a lower-case word hangs on it; a slash between words and a dash always do.
_INFIXES = (
    r"(?<=\w)-(?=[a-zà-ÿ]{2})",
    r"(?<=[^\W\d_])/(?=[^\W\d_])",
    r"[—–…;:,!?()\[\]{}<>=→×*\"“”]",
    r"(?<=[a-z])\.(?=[A-Z][a-z])",
)
_SUFFIXES = (
    r"(?<=\d)(?:%|×|x)",
    r"'s",
    r"’s",
    r"[%…,;:!?)\]}\"“”'’>*]",
    r"(?<=[\w%)\]’'\"+×])\.",
    r"—",
    r"–",
)
_PREFIXES = (r"[\[({\"“”'‘<>*≈~≥≤±$#]", r"—", r"–", r"-(?=[^\d])", r"\+(?=\d)")


def make_tokenizer(nlp: Language) -> Tokenizer:
    """Build the tokenizer on a pipeline's vocabulary and its language's exceptions."""
    exceptions = {
        text: rule
        for text, rule in nlp.Defaults.tokenizer_exceptions.items()
        if "'" not in text and "’" not in text
    }
    return Tokenizer(
        nlp.vocab,
        rules=exceptions,
        prefix_search=compile_prefix_regex(_PREFIXES).search,
        suffix_search=compile_suffix_regex(_SUFFIXES).search,
        infix_finditer=compile_infix_regex(_INFIXES).finditer,
        url_match=nlp.Defaults.url_match,
    )


@registry.tokenizers("papermesh.Tokenizer.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """Registered as ``papermesh.Tokenizer.v1`` in ``[nlp.tokenizer]``."""
    return make_tokenizer
