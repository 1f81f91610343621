"""The kinds of question that can be asked with every verb, such as use and evaluate on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from papermesh.ask import entities, papers
from papermesh.ask.kind import Kind
from papermesh.query.values import RELATIONS, USE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papermesh.ask.answer import Named
    from papermesh.store.base import GraphStore


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that papers do with entities, and what it means in the graph.

    Attributes:
        says: The verb for many papers.
        wording: Name of its group of wordings.
        relations: The relationship types that it means.
        thing: What it is commonly done with, for examples.
    """

    says: str
    wording: str
    relations: tuple[str, ...]
    thing: str


VERBS = (
    # To use is to work with in any way; papers that introduce the thing come first.
    Verb("use", "use", USE, "LoRA"),
    Verb("evaluate on", "evaluate", ("EVALUATES_ON", "MEASURES"), "MTEB"),
    Verb("compare to", "compare", ("COMPARES_TO",), "GPT-4"),
    Verb("address", "address", ("PROPOSES", "ADDRESSES"), "question answering"),
    Verb("mention", "mention", RELATIONS, "RLHF"),
    Verb("introduce", "propose", ("PROPOSES",), "MTEB"),
)


def _always(store: GraphStore, names: Mapping[str, Named]) -> bool:
    return True


def of_verb(verb: Verb) -> tuple[Kind, ...]:
    """Make the kinds of question that can be asked with every verb."""
    v, says, thing, relations = f"<{verb.wording}>", verb.says, verb.thing, verb.relations
    third = entities.third(says)
    listing = papers.papers_that(says, relations)
    several = papers.papers_several(says, relations)
    return (
        Kind(
            f"how many {says}",
            f"how many papers {says} {thing}?",
            _counting(v, "x"),
            papers.counted(listing),
        ),
        Kind(
            f"{says} not",
            f"which papers do not {says} {thing}?",
            _not(v),
            papers.papers_without(says, relations),
        ),
        Kind(
            f"{says}, but not",
            f"which papers {says} {thing} but not BERT?",
            _but_not(v),
            papers.papers_but(says, relations),
        ),
        Kind(
            f"papers that {says}",
            f"which papers {says} {thing}?",
            _listing(v),
            papers.introduced if says == "introduce" else listing,
            fits=entities.is_no_concept if says == "address" else _always,
        ),
        Kind(
            f"{says} both",
            f"which papers {says} both {thing} and BERT?",
            _both(v),
            several,
        ),
        Kind(
            f"{says} several",
            f"which papers {says} {thing}, BERT or RL?",
            _several(v),
            several,
        ),
        Kind(
            f"how many {says} several",
            f"how many papers {says} {thing} or BERT?",
            _counting(v, "l"),
            papers.counted(several),
        ),
        Kind(
            f"whether a paper {third}",
            f"does the paper SciER {says} {thing}?",
            (f"(?:does|do|did|is|was|has) {{p}} {v} {{x}}",),
            entities.whether(says, relations),
        ),
        Kind(
            f"what papers of an entity {says}",
            f"what does GPT-4 {says}?",
            _of_thing(v),
            entities.beside(says, relations),
            fits=entities.is_no_maker,
        ),
        Kind(
            f"what a paper {third}",
            f"what does the paper SciER {says}?",
            _of_paper(v),
            entities.paper_contents(says, relations),
        ),
    )


def _counting(v: str, slot: str) -> tuple[str, ...]:
    things = "(?:papers|works|studies|people|articles)"
    both = "(?:both |either |all of |any of )?" if slot == "l" else ""
    return (f"(?:how many|(?:the )?(?:number|count) of) {things} <that>{v} {both}{{{slot}}}",)


def _not(v: str) -> tuple[str, ...]:
    return (f"<papers> <that>(?:(?:do|does|did|is|are|was|were|has|have)n't|not|never) {v} {{x}}",)


def _several(v: str) -> tuple[str, ...]:
    members = "(?:both |either |all of |any of |one of )?{l}"
    return (f"<papers> <that>{v} {members}", f"{v} {members}")


def _listing(v: str) -> tuple[str, ...]:
    return (
        f"<papers> <that>{v} {{x}}",
        f"<papers> in which {{x}} <are> {v}",
        "(?:where|by whom|in (?:which|what) papers?|by (?:which|what) papers?)"
        f" <are> {{x}} <that>{v}(?: in| by)?",
        f"(?:which|what) papers? <are> {{x}} <that>{v} (?:in|by)",
        f"(?:is|was) {{x}} {v}(?: by (?:any|anyone|any papers?))?",
        # These begin with a noun more often than with a verb.
        rf"(?!(?:benchmarks?|tests?|scores?|results?|reports?|experiments?|studies|works?)\b){v} {{x}}",
    )


def _both(v: str) -> tuple[str, ...]:
    start = f"<papers> <that>{v} (?:both )?{{x}}"
    joins = "(?:together with|as well as|on|with|for)"
    return (
        f"{start} and (?:also )?{{y}}",
        f"{start} {joins} (?:also )?{{y}}",
        f"(?:is|are|was|were) {{x}} (?:ever )?{v} (?:together )?(?:with|on|for|in) {{y}}",
    )


def _but_not(v: str) -> tuple[str, ...]:
    without = rf"(?:(?:but|and) (?:not|never|without)|without|except|but do(?:es)?(?: not|n't) {v})"
    return (f"<papers> <that>{v} {{x}},? {without}(?: {v})? {{y}}", f"{v} {{x}},? {without} {{y}}")


_BUILT_ON = (
    r"(?:what|<which>{t}) (?:is|are|was|were) {p} (?:built|based|trained|fine-?tuned)(?: (?:up)?on| from)?",
)


def _of_paper(v: str) -> tuple[str, ...]:
    return (
        *_does(v, "p"),
        f"<which>{{t}} <are> {v} (?:in|by) {{p}}",
        f"what <are> {v} (?:in|by) {{p}}",
        *(_BUILT_ON if v == "<use>" else ()),
    )


def _of_thing(v: str) -> tuple[str, ...]:
    return _does(v, "x")


def _does(v: str, slot: str) -> tuple[str, ...]:
    return (f"what (?:else )?<do> {{{slot}}} {v}", f"<which>{{t}} <do> {{{slot}}} {v}")
