"""What the project grows from: where its seed files are, and the lexicon read from them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from papermesh.errors import IngestError
from papermesh.model import EntityType
from papermesh.names import fold, key


def seeds_folder() -> Path:
    """Find the seed files: inside the installed package, else beside its sources.

    Raises:
        IngestError: Neither place holds them.
    """
    here = Path(__file__).resolve()
    for folder in (here.parent / "_seeds", here.parents[2] / "seeds"):
        if (folder / "lexicon.jsonl").is_file():
            return folder
    raise IngestError(
        str(here.parent / "_seeds"), None, "the lexicon is missing; install papermesh again"
    )


@dataclass(frozen=True, slots=True)
class Term:
    """A known name.

    Attributes:
        name: Canonical form.
        type: The type that it has in most texts.
        aliases: Other surface forms.
        exact: Surface forms that count only in exactly this case.
        other_types: Types that it can have in other texts.
        weak: Too generic, or of several senses: counts only where the context supports it.
    """

    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    exact: frozenset[str] = frozenset()
    other_types: tuple[EntityType, ...] = ()
    weak: bool = False


@dataclass(frozen=True)
class Lexicon:
    """All known names, found by any of their surface forms."""

    terms: tuple[Term, ...]
    senses: dict[str, tuple[Term, ...]]

    @cached_property
    def surfaces(self) -> dict[str, tuple[tuple[str, Term], ...]]:
        """Folded key of a surface form to the forms and terms it can be, best known first."""
        index: dict[str, list[tuple[str, Term]]] = {}
        for term in self.terms:
            for surface in dict.fromkeys((term.name, *term.aliases)):
                for form in dict.fromkeys((key(surface), fold(surface))):
                    index.setdefault(form, []).append((surface, term))
        return {form: tuple(found) for form, found in index.items()}

    def lookup(self, text: str) -> Term | None:
        """Find the term that a surface form names, or None.

        A form that counts only in exact case must be written so; an exact match beats others.
        """
        found = self.surfaces.get(key(text)) or self.surfaces.get(fold(text)) or ()
        plain = text[:-1] if text.endswith("s") else text
        fits = [
            (surface in (text, plain), term)
            for surface, term in found
            if surface in (text, plain)
            or not (surface in term.exact or _joins(surface, text) or _lacks_sign(surface, text))
        ]
        return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _joins(surface: str, text: str) -> bool:
    """Whether ordinary words merely run together into a name: "video clips" is no VideoCLIP."""
    words = text.split()
    return (
        len(words) > 1
        and " " not in surface
        and not surface.islower()
        and any(word.isalpha() and word.islower() for word in words)
    )


def _lacks_sign(surface: str, text: str) -> bool:
    """Whether a sign that makes the name is missing: "pass 1" is no pass@1."""
    return any(sign in surface and sign not in text for sign in "%@#^")


def _lines(path: Path) -> Iterator[dict[str, object]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise IngestError(
                str(path), number, f"not JSON ({error.msg}); mend or delete the line"
            ) from error
        if not isinstance(value, dict):
            raise IngestError(str(path), number, "not a JSON object; mend or delete the line")
        yield value


def _term(path: Path, number: int, value: dict[str, object]) -> Term:
    try:
        return Term(
            name=str(value["name"]),
            type=EntityType(str(value["type"])),
            aliases=tuple(value.get("aliases", ())),  # type: ignore[arg-type]
            exact=frozenset(value.get("exact", ())),  # type: ignore[call-overload]
            other_types=tuple(EntityType(t) for t in value.get("other_types", ())),  # type: ignore[attr-defined]
            weak=bool(value.get("weak", False)),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise IngestError(
            str(path), number, f"not a lexicon entry ({error}); see seeds in the README"
        ) from error


@lru_cache(maxsize=4)
def read_lexicon(folder: Path | None = None) -> Lexicon:
    """Read ``lexicon.jsonl`` and ``ambiguous.jsonl`` from a folder of seeds.

    Raises:
        IngestError: A line is not a lexicon entry.
    """
    folder = folder or seeds_folder()
    path = folder / "lexicon.jsonl"
    terms = tuple(_term(path, number, value) for number, value in enumerate(_lines(path), 1))
    by_name = {(term.name, str(term.type)): term for term in terms}
    senses = {}
    if (folder / "ambiguous.jsonl").is_file():
        for value in _lines(folder / "ambiguous.jsonl"):
            listed = [by_name.get((s["name"], s["type"])) for s in value["senses"]]  # type: ignore[attr-defined]
            senses[str(value["surface"])] = tuple(term for term in listed if term)
    return Lexicon(terms=terms, senses=senses)
