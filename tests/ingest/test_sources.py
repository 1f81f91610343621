"""Where input comes from, and everything that can be wrong with it."""

from __future__ import annotations

import gzip
import io
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from papermesh.errors import IngestError, UnknownFormatError
from papermesh.ingest import FORMATS, Problem, read, sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINE = json.dumps({"title": "A"}) + "\n"
LINES = "".join(json.dumps({"title": t}) + "\n" for t in "ABC")
ARRAY = json.dumps([{"title": t} for t in "ABC"], indent=1)


def zipped(content: bytes) -> bytes:
    """Gzipped, and always the same bytes: the names of tests are made from them."""
    return gzip.compress(content, mtime=0)


def titles(source: str | Path, format: str | None = None) -> tuple[list[str], list[Problem]]:
    problems: list[Problem] = []
    return [p.title for p in read(str(source), format=format, on_problem=problems.append)], problems


def written(folder: Path, data: bytes, name: str = "input") -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


@pytest.mark.parametrize(
    "data",
    [
        LINES.encode(), b"\xef\xbb\xbf" + LINES.encode(), LINES.encode("utf-16"), LINES.encode("utf-16-le"),
        LINES.replace("\n", "\r\n").encode(), LINES.replace("\n", "\n\n  \n").encode(), LINES.rstrip().encode(),
        zipped(LINES.encode()), zipped(LINE.encode()) + zipped(LINES[len(LINE):].encode()),
        zipped(LINES.encode("utf-16")), ARRAY.encode(), json.dumps(json.loads(ARRAY)).encode(),
        json.dumps({"papers": json.loads(ARRAY)}, indent=2).encode(), b"title\nA\nB\nC\n",
        b"title,abstract\nA,\nB,\nC,x\n",
    ],
)  # fmt: skip
def test_the_same_papers_in_any_wrapping(tmp_path: Path, data: bytes) -> None:
    """The format, the compression and the encoding are found from the content."""
    assert titles(written(tmp_path, data, "misleading.png")) == (["A", "B", "C"], [])


@pytest.mark.parametrize(
    ("data", "expected", "reasons"),
    [
        (b"", "", [(None, "is empty")]),
        (b" \n\n", "", [(None, "is empty")]),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "", [(None, "is a PNG image")]),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "", [(None, "is a JPEG image")]),
        (b"%PDF-1.5 ...", "", [(None, "is a PDF")]),
        (b"PK\x03\x04\x14\0\0\0", "", [(None, "is a ZIP archive")]),
        (b"\0\1\2\3\4\5" * 50, "", [(None, "is binary data")]),
        (b"Just a note about nothing.\n", "", [(None, "format not recognised")]),
        (ARRAY[:-20].encode(), "AB", [(8, "JSON is cut short")]),
        (ARRAY[:-1].encode(), "ABC", [(11, "JSON is cut short")]),
        (ARRAY.replace('"B"', '"B').encode(), "AC", [(6, "no valid JSON")]),
        (ARRAY.replace('"B"', "B").encode(), "AC", [(6, "no valid JSON")]),
        (b"[]", "", []),
        (b"[1, 2]", "", [(None, "format not recognised")]),
        (LINES.replace('"B"', "B").encode(), "AC", [(2, "no valid JSON")]),
        ((LINES + LINES[:12]).encode(), "ABC", [(4, "no valid JSON")]),
        (LINES.replace('"B"}', '"B"} {}').encode(), "AC", [(2, "no valid JSON")]),
        ((LINE + "[1]\n5\n" + LINE).encode(), "AA", [(3, "holds JSON, but no object")]),
        ((LINE + '{"a":' * 100_000 + "\n" + LINE).encode(), "AA", [(2, "")]),
        ((LINE + '{"title": "B", "n": ' + "9" * 5000 + "}\n" + LINE).encode(), "AA", [(2, "too many digits")]),
        (LINE.encode() + b'{"title": "B\0"}\n', "AB", []),
        (LINE.encode() + b"\0\0\n" + LINE.encode(), "AA", [(2, "no valid JSON")]),
        (LINE.encode() + b'{"title": "Caf\xe9"}\n', ["A", "Caf\xe9"], [(2, "not UTF-8")]),
        (b'{"title": "A", "x": NaN, "title": "B"}\n', "B", []),
        (b'{"title": "A\\ud83d", "authors": ["\\ud83d"], "x": {"y": "\\udc00"}}\n', ["A\ufffd"], []),
        (zipped(LINES.encode() * 2000)[:-30], None,
         [(None, "gzip data ends too early"), (5543, "no valid JSON")]),
        (zipped(LINES.encode())[:-2] + b"xxxx", "ABC", [(None, "gzip data is damaged")]),
    ],
)  # fmt: skip
def test_bad_input(
    tmp_path: Path,
    data: bytes,
    expected: list[str] | str | None,
    reasons: list[tuple[int | None, str]],
) -> None:
    """Everything before, between and behind the damage is read, and each piece is one problem."""
    file = written(tmp_path, data)
    found, problems = titles(file)
    if expected is not None:
        assert found == list(expected)
    else:
        assert len(found) > 100
    reported = [(p.line, p.reason) for p in problems]
    assert len(reported) == len(reasons)
    for (line, reason), (at, said) in zip(reported, reasons, strict=True):
        assert line == at
        assert said in reason
    if reasons:
        with pytest.raises(IngestError) as caught:
            list(read(str(file)))
        assert str(caught.value) == str(problems[0])


def test_papers_can_be_written_again(tmp_path: Path) -> None:
    """Halves of characters do not survive, so that any encoding can write what was read."""
    data = b'{"title": "A", "authors": ["x\\ud83d"], "organization": "\\udc00", "z": {"\\udc00": "y"}}\n'
    (paper,) = read(str(written(tmp_path, data)))
    assert paper.model_dump_json().encode()


def test_a_very_long_line_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LINE_LIMIT", 1 << 16)
    long = json.dumps({"title": "B", "x": "y" * 200_000}) + "\n"
    found, problems = titles(written(tmp_path, (LINE + long + LINE).encode()))
    assert found == ["A", "A"]
    assert [(p.line, p.reason) for p in problems] == [(2, "line is longer than 0 MiB; passed over")]


def test_missing_file_and_unknown_format(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    assert [str(p) for p in titles(gone)[1]] == [
        f"{gone}: no such file or folder; check the spelling"
    ]
    with pytest.raises(IngestError, match="no such file"):
        list(read(str(gone)))
    with pytest.raises(
        UnknownFormatError, match="no format is called 'word'; known: arxiv, csv, hf"
    ):
        read(str(gone), format="word")
    with pytest.raises(UnknownFormatError, match="format not recognised"):
        list(read(str(written(tmp_path, b"Nothing here.\n"))))
    with pytest.raises(UnknownFormatError, match="is a PNG image"):
        list(read(str(written(tmp_path, b"\x89PNG\r\n\x1a\n\0\0"))))
    assert titles("a\0b")[1][0].reason.startswith("cannot be read: embedded null byte")


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize(
    "data", [b"", b"\0\xff\xfe", b"x", b"[", b"{", b"<", b"\x1f\x8b", LINES.encode(), b"<a>" * 9]
)
def test_no_reader_fails_on_what_is_not_its_own(tmp_path: Path, name: str, data: bytes) -> None:
    found, problems = titles(written(tmp_path, data), name)
    assert all(isinstance(p, Problem) for p in problems)
    assert len(found) <= 3


def test_a_folder(tmp_path: Path) -> None:
    """Its files are read in order of name; images and hidden files are passed over."""
    for name, title in (("b", "B"), ("a", "A"), ("sub/c", "C"), (".hidden", "D")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        written(tmp_path, LINE.replace("A", title).encode(), name)
    written(tmp_path, b"\x89PNG\r\n\x1a\n\0\0", "z.png")
    assert titles(tmp_path) == (["A", "B", "C"], [])
    assert titles(f"{tmp_path}/[ab]") == (["A", "B"], [])
    assert titles(f"{tmp_path}/*/c") == (["C"], [])


def test_a_folder_without_text(tmp_path: Path) -> None:
    assert "it holds no files" in titles(tmp_path)[1][0].reason
    for name in "ab":
        written(tmp_path, b"\x89PNG\r\n\x1a\n\0\0", name)
    found, problems = titles(tmp_path)
    assert found == []
    assert [p.source for p in problems] == [str(tmp_path)]
    assert "none of its 2 files is text" in problems[0].reason


def test_a_pattern_that_matches_nothing(tmp_path: Path) -> None:
    assert [p.reason for p in titles(tmp_path / "*.txt")[1]] == [
        "matches no file; check the pattern, and quote it"
    ]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(LINES.encode() + b"{\n")

    monkeypatch.setattr("sys.stdin", Stdin)
    found, problems = titles("-")
    assert found == ["A", "B", "C"]
    assert [p.line for p in problems] == [4]
    assert not Stdin.buffer.closed


def test_input_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    """The first papers come before the whole input was read."""
    file = tmp_path / "x"
    file.write_text("[" + ",".join([json.dumps({"title": "A", "abstract": "x" * 1000})] * 20_000))
    papers = read(str(file))
    assert next(papers).title == "A"
    papers.close()  # type: ignore[attr-defined]


@contextmanager
def served(*answers: tuple[int, dict[str, str], bytes]) -> Iterator[tuple[str, list[str]]]:
    """Serve answers one after the other on this machine, and note what was asked."""
    queue = list(answers)
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.path} {self.headers['User-Agent']}")
            status, headers, body = queue.pop(0)
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", headers.get("X-Length", str(len(body))))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/daily_papers?date=2024-01-06", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


ITEM = {"publishedAt": "2024-01-05T22:00:00.000Z",
        "paper": {"id": "2401.00001", "title": "A", "summary": "x", "publishedAt": "2024-01-02T00:00:00.000Z"}}  # fmt: skip
BODY = json.dumps([ITEM]).encode()


def test_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy server is asked again, as politely as it wishes; compressed answers are fine."""
    waits: list[float] = []
    monkeypatch.setattr("papermesh.ingest.web.time.sleep", waits.append)
    answers: list[tuple[int, dict[str, str], bytes]] = [
        (429, {"Retry-After": "7"}, b""),
        (503, {}, b""),
        (200, {"Content-Encoding": "gzip"}, zipped(BODY)),
    ]
    with served(*answers) as (url, asked):
        (paper,) = read(url)
    assert waits == [7.0, 4.0]
    assert [a.startswith("/api/daily_papers?date=2024-01-06 papermesh") for a in asked] == [
        True
    ] * 3
    assert paper.source == ("hf:2024-01-06",)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([(404, {}, b"")], "cannot be fetched: the server answers 404, there is no such page"),
        (
            [(429, {}, b"")] * 4,
            "cannot be fetched: the server answers 429, it allows no more requests",
        ),
        ([(200, {}, b"")], "is empty"),
        ([(200, {"X-Length": "999"}, BODY[:-30])], "the connection broke off"),
        ([(302, {"Location": "file:///etc/passwd"}, b"")], "cannot be fetched"),
    ],
)
def test_an_address_that_fails(
    monkeypatch: pytest.MonkeyPatch, answers: list[tuple[int, dict[str, str], bytes]], reason: str
) -> None:
    monkeypatch.setattr("papermesh.ingest.web.time.sleep", lambda _: None)
    with served(*answers) as (url, _):
        found, problems = titles(url)
    assert found == []
    assert reason in problems[0].reason
    assert problems[0].source == url


def test_an_address_where_nobody_answers() -> None:
    with served() as (url, _):
        pass
    assert "cannot be fetched" in titles(url)[1][0].reason
    assert "cannot be fetched" in titles("http://")[1][0].reason
