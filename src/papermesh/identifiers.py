"""Identifiers of papers and addresses of code, as sources write them."""

from __future__ import annotations

import datetime as dt
import re

from papermesh.names import fold, slug

_ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|^arxiv:\s*|^oai:arxiv\.org:|10\.48550/arxiv\.|^)"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?(?=$|[?#\s])",
    re.IGNORECASE,
)
_NEW_FORM = dt.date(2007, 4, 1)  # ids of the old form, such as hep-th/9901001, end here
_DOI = re.compile(r"(?:^doi:\s*|doi\.org/|^)(10\.\d{4,9}/\S+)$", re.IGNORECASE)
_CODE_HOST = re.compile(
    r"^(?:https?://)?(?:www\.)?(?P<host>github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com)"
    r"/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)",
    re.IGNORECASE,
)
_ANY_URL = re.compile(
    r"^(?:https?://)?(?:www\.)?(?P<host>[^/?#\s]+)(?P<path>[^?#\s]*)", re.IGNORECASE
)


def arxiv_id(text: str) -> str | None:
    """Find an arXiv id, without its version, in an id, an abs/pdf URL or a papers page URL.

    Examples:
        >>> arxiv_id("https://arxiv.org/pdf/2410.21155v2"), arxiv_id("hep-th/9901001v1"), arxiv_id("x")
        ('2410.21155', 'hep-th/9901001', None)
        >>> arxiv_id("doi:10.48550/arXiv.2410.21155")
        '2410.21155'
    """
    match = _ARXIV.search(text.strip())
    return match["id"].lower() if match else None


def arxiv_month(text: str) -> dt.date | None:
    """Read the month of submission out of an arXiv id, as its first day; None where there is none.

    Examples:
        >>> arxiv_month("arxiv:2402.03300"), arxiv_month("hep-th/9901001")
        (datetime.date(2024, 2, 1), datetime.date(1999, 1, 1))
        >>> arxiv_month("arxiv:2413.00001"), arxiv_month("title:attention")
        (None, None)
    """
    archive, _, number = (arxiv_id(text) or "").rpartition("/")
    year, month = int(number[:2] or 0), int(number[2:4] or 0)
    if not 1 <= month <= 12:
        return None
    first = dt.date(year + (1900 if year > 90 else 2000), month, 1)
    return first if bool(archive) == (first < _NEW_FORM) else None


def doi(text: str) -> str | None:
    """Find a DOI, in lower case, in a DOI or a resolver's URL.

    Examples:
        >>> doi("https://doi.org/10.1000/ABC")
        '10.1000/abc'
    """
    match = _DOI.search(text.strip())
    return match[1].lower().rstrip(".,;)") if match else None


def repository(url: str, *, anywhere: bool = False) -> tuple[str, str] | None:
    """Read a repository's id part and address out of a URL, or None where it names none.

    Args:
        url: A URL, with or without scheme, of a repository or of anything inside it.
        anywhere: Take a URL on an unknown host for a repository, too.

    Examples:
        >>> repository("https://github.com/Acme/Tool.git")
        ('github.com/acme/tool', 'https://github.com/Acme/Tool')
    """
    if match := _CODE_HOST.match(url.strip()):
        host, owner = match["host"].lower(), match["owner"]
        name = match["name"].rstrip(".").removesuffix(".git")
        if name:
            return f"{host}/{owner}/{name}".lower(), f"https://{host}/{owner}/{name}"
    if anywhere and (match := _ANY_URL.match(url.strip())):
        where = match["host"].lower() + match["path"].rstrip("/.")
        return where.lower(), f"https://{where}"
    return None


def paper_id(*, arxiv: str | None = None, doi: str | None = None, title: str = "") -> str:
    """Make a paper's id from the strongest identity that is known.

    A DOI that arXiv gave is taken for the arXiv id that it holds.

    Examples:
        >>> paper_id(arxiv="2410.21155", title="SciER"), paper_id(title="On X: a Study")
        ('arxiv:2410.21155', 'title:onxastudy')
    """
    if arxiv := arxiv or (doi and arxiv_id(doi)) or None:
        return f"arxiv:{arxiv}"
    if doi:
        return f"doi:{doi}"
    return f"title:{fold(title) or slug(title)}"
