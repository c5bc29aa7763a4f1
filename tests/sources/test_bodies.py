"""Unpacking within limits."""

from __future__ import annotations

import gzip
import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.sources.bodies import BrokenBodyError, TooLargeError, codings, read_limited, unpacked


def bare(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


CODERS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "identity": bytes, "": bytes}


@settings(deadline=None)
@given(st.binary(max_size=5000), st.lists(st.sampled_from(sorted(CODERS)), max_size=2))
def test_what_was_packed_is_unpacked(data: bytes, applied: list[str]) -> None:
    packed = data
    for coding in applied:
        packed = CODERS[coding](packed)
    if packed is not data and data.startswith(b"\x1f\x8b"):
        return
    assert unpacked(packed, ", ".join(applied), 10_000) == data


@given(st.binary(max_size=2000))
def test_bare_deflate(data: bytes) -> None:
    assert unpacked(bare(data), "deflate", 10_000) == data


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "gzip, gzip", "br", "zstd"]))
def test_nonsense_never_crashes(data: bytes, coding: str) -> None:
    try:
        unpacked(data, coding, 100_000)
    except (BrokenBodyError, TooLargeError) as error:
        assert str(error)  # noqa: PT017


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "aws-chunked", "gzip, br"])
def test_plain_markup_is_not_unpacked(coding: str) -> None:
    page = b"\r\n<!doctype html><p>words"
    assert unpacked(page, coding, 100) == page


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, br", "gzip, gzip, gzip"])
def test_codings_that_were_not_asked_for(coding: str) -> None:
    with pytest.raises(BrokenBodyError):
        unpacked(gzip.compress(b"x"), coding, 100)


def test_limits() -> None:
    with pytest.raises(TooLargeError, match="unpacked"):
        unpacked(gzip.compress(b"ab" * 1000), "gzip", 1999)
    assert len(unpacked(gzip.compress(b"ab" * 1000), "gzip", 2000)) == 2000
    with pytest.raises(TooLargeError, match="times its size"):
        unpacked(gzip.compress(b"\0" * 30_000_000, 9), "gzip", 1 << 30)
    small = b"\0" * 1_000_000
    assert unpacked(gzip.compress(small, 9), "gzip", 1 << 30) == small


def test_reading_stops_at_the_limit() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(TooLargeError):
        read_limited(endless.read, 1_000_000)
    assert endless.given < 1_200_000
    assert read_limited(io.BytesIO(b"x" * 1_000_000).read, 1_000_000) == b"x" * 1_000_000
    assert read_limited(io.BytesIO(b"").read, 0) == b""


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (None, ()),
        ("", ()),
        ("identity", ()),
        ("GZIP", ("gzip",)),
        (" x-gzip , deflate", ("gzip", "deflate")),
        ("UTF-8", ()),
    ],
)
def test_codings(header: str | None, found: tuple[str, ...]) -> None:
    assert codings(header) == found
