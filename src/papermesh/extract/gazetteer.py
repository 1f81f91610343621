"""Finding known names: the lexicon's surface forms in a text, whatever their case and hyphens."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc

from papermesh.extract.spans import Candidate
from papermesh.extract.vocabulary import TYPE_NOUNS, singular
from papermesh.model import EntityType
from papermesh.names import SIGNS, family, fold, key
from papermesh.seeds import Lexicon, Term

_fold = lru_cache(1 << 16)(fold)  # the same words come again and again
_LONGEST = 8  # tokens, hyphens counted; covers 99.9% of the lexicon's surfaces


def _is_whole(text: str) -> bool:
    """Whether no bracket is opened or closed outside."""
    return text.count("(") == text.count(")")


class Gazetteer:
    """Matches a lexicon against tokenized text.

    Args:
        lexicon: The known names.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._starts = frozenset(form[:3] for form in lexicon.surfaces)
        self._longer_starts = frozenset(
            form[:6]
            for surface in lexicon.surfaces
            for form in (surface, f"{surface}s", f"{surface[:-1]}ies")
        )

    def match(self, doc: Doc) -> Iterator[Candidate]:
        """Yield every known name in a text; spans may overlap.

        A weak name needs a supporting noun beside it; an unknown size or checkpoint of a known
        family is a mention of the family.
        """
        whole = doc.text
        tokens = [token.text for token in doc]
        begins = [token.idx for token in doc]
        folds = [_fold(token) for token in tokens]
        for i in range(1, len(tokens)):
            before = tokens[i - 1]
            if tokens[i] in SIGNS and begins[i] == begins[i - 1] + len(before):
                folds[i] = fold(before + tokens[i]).removeprefix(folds[i - 1])
        digits = [any(map(str.isdigit, folded)) for folded in folds]
        for start, first in enumerate(folds):
            if not first:
                continue
            joined, numbered = "", False
            hangs = (
                start > 1 and tokens[start - 1] == "-" and begins[start] == begins[start - 1] + 1
            )
            for end in range(start, min(start + _LONGEST, len(tokens))):
                if end > start and "\n\n" in tokens[end - 1]:
                    break
                joined += folds[end]
                numbered = numbered or digits[end]
                if len(joined) >= 3 and joined[:3] not in self._starts:
                    break
                if len(joined) >= 6 and not numbered and joined[:6] not in self._longer_starts:
                    break
                if not folds[end] or not (numbered or self._is_known(joined)):
                    continue
                text = whole[begins[start] : begins[end] + len(tokens[end])]
                if not _is_whole(text) or (hangs and text.islower()):
                    continue
                found = self._lookup(joined, text, numbered)
                if found is not None:
                    yield self._candidate(doc, start, end + 1, found)

    def _is_known(self, joined: str) -> bool:
        surfaces = self.lexicon.surfaces
        return joined in surfaces or (
            joined.endswith("s") and (joined[:-1] in surfaces or f"{joined[:-3]}y" in surfaces)
        )

    def _lookup(self, joined: str, text: str, numbered: bool) -> Term | None:
        if self._is_known(joined):
            return self.lexicon.lookup(text)
        if not numbered:
            return None
        shorter = family(text)
        if shorter == text or key(shorter) not in self.lexicon.surfaces:
            return None
        term = self.lexicon.lookup(shorter)
        return term if term and term.type is EntityType.MODEL else None

    def _candidate(self, doc: Doc, start: int, end: int, term: Term) -> Candidate:
        beside = [doc[i] for i in (start - 1, end, end + 1) if 0 <= i < len(doc)]
        nouns = {TYPE_NOUNS[w] for w in (singular(t.text) for t in beside) if w in TYPE_NOUNS}
        kind = term.type
        for other in term.other_types:
            if other in nouns and kind not in nouns:
                kind = other
        score = 0.3 if term.weak and kind not in nouns else 0.8
        first, last = doc[start], doc[end - 1]
        return Candidate(
            start=first.idx,
            end=last.idx + len(last),
            type=kind,
            name=term.name,
            source="lexicon",
            score=score,
        )
