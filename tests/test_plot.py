"""Pictures of curves: they open, they repeat, and no name breaks them."""

from __future__ import annotations

import datetime as dt
import struct
import threading
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

import papermesh
from papermesh import query
from papermesh.cli import run
from papermesh.plot import MEASURES, PICTURES, Measure, Picture, plot
from papermesh.query import Adoption
from papermesh.store.base import Node
from tests.fakes import FakeStore, small_graph
from tests.make import paper

HOSTILE = {
    "mathematics": r"$\frac{1}{0$ $x_{$ $$",
    "markup": "</text><script>alert(1)</script>&amp;<![CDATA[",
    "right-to-left": "شبكة عصبية \u202e evil",
    "unknown signs": "深度学习 🤖 \U0010ffff \ue000",
    "control": "a\x00b\x1b[31m\n\tc\ud800",
    "long": "x" * 10_000,
    "empty": "",
}


@pytest.fixture(scope="module")
def curves() -> list[Adoption]:
    store = FakeStore(small_graph())
    return [query.adoption(store, name) for name in ("MTEB", "BERT", "LoRA")]


def open_png(picture: bytes) -> tuple[int, int]:
    """Check every chunk of a PNG and give its size."""
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    at, pixels = 8, b""
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        chunk = picture[at + 4 : at + 8 + length]
        assert struct.unpack(">I", picture[at + 8 + length : at + 12 + length])[0] == zlib.crc32(
            chunk
        )
        pixels += chunk[4:] if chunk[:4] == b"IDAT" else b""
        at += 12 + length
    width, height = struct.unpack(">II", picture[16:24])
    assert len(zlib.decompress(pixels)) == height * (4 * width + 1)
    return width, height


def renamed(curve: Adoption, name: str) -> Adoption:
    node = Node("method:x", ("Entity", "Method"), {"name": name})
    return Adoption(
        (node,), curve.by, curve.points, curve.papers, curve.undated, curve.first, curve.introduced
    )


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("format", PICTURES)
def test_a_picture_opens_and_repeats(
    curves: list[Adoption], format: Picture, measure: Measure
) -> None:
    picture = plot(curves, format, measure=measure)
    assert plot(curves, format, measure=measure) == picture
    if format == "png":
        assert open_png(picture) == (1350, 720)
    else:
        assert ElementTree.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
        assert b"date" not in picture.split(b"<defs>")[0].lower()


def test_measures_and_curves_differ(curves: list[Adoption]) -> None:
    assert len({plot(curves, measure=measure) for measure in MEASURES}) == 3
    assert plot(curves[:1]) != plot(curves[1:2])


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("format", PICTURES)
def test_no_name_breaks_a_picture(curves: list[Adoption], name: str, format: Picture) -> None:
    picture = plot([renamed(curves[0], name), curves[1]], format, title=name or None)
    if format == "svg":
        tags = {
            element.tag.rpartition("}")[2] for element in ElementTree.fromstring(picture).iter()
        }
        assert "script" not in tags
    else:
        open_png(picture)


def test_empty_short_and_endless_curves() -> None:
    store = FakeStore(small_graph())
    nothing = query.adoption(store, "MTEB", since=dt.date(2030, 1, 1))
    assert nothing.points == ()
    assert plot([nothing])
    assert plot([nothing, query.adoption(store, "GLUE", since=dt.date(2025, 5, 1))], "png")
    long = query.adoption(store, "MTEB", since=dt.date(1, 1, 1))
    assert len(long.points) > 24_000
    assert plot([long])


def test_more_curves_than_colours(curves: list[Adoption]) -> None:
    assert plot([renamed(curves[at % 3], f"Name {at}") for at in range(30)])


def test_what_cannot_be_drawn(curves: list[Adoption]) -> None:
    by_year = query.adoption(FakeStore(small_graph()), "MTEB", by="year")
    for wrong in ([], [curves[0], by_year]):
        with pytest.raises(ValueError, match="same period"):
            plot(wrong)
    with pytest.raises(ValueError, match="png, svg"):
        plot(curves, "gif")  # type: ignore[arg-type]


def test_threads_draw_the_same(curves: list[Adoption]) -> None:
    pictures: list[bytes] = []
    threads = [threading.Thread(target=lambda: pictures.append(plot(curves))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(pictures) == {plot(curves)}


def test_the_command_line_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "g")
    with papermesh.open(store) as graph:
        graph.build(paper("arxiv:2401.00001", "One", "We use BERT.", published=dt.date(2024, 1, 2)))
    for name in ("curve.png", "curve.SVG"):
        assert run(["trends", "BERT", "--store", store, "-o", str(tmp_path / name)]) == 0
        assert "written" in capsys.readouterr().err
    open_png((tmp_path / "curve.png").read_bytes())
    ElementTree.parse(tmp_path / "curve.SVG")
