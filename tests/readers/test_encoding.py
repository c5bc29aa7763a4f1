"""Bytes to characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.readers.encoding import codec_of, decode

GERMAN = "Die Straße führt über die Brücke – „größer“ als früher, sagte er. "
FRENCH = "Le préfet a déclaré que l’autorité avait découvert la corrosion après l’été, et que le câble était « usé ». "
RUSSIAN = "Мост останется закрытым, пока инспекторы не осмотрят все тросы, сообщили власти порта. "
JAPANESE = "港湾局は金曜日、検査官がすべてのケーブルを調べるまで橋を閉鎖すると発表した。"
CHINESE = "港务局星期五表示，在检查人员检查完所有缆索之前，大桥将继续关闭。"
GREEK = "Η γέφυρα θα παραμείνει κλειστή μέχρι να ελεγχθούν όλα τα καλώδια. "


@pytest.mark.parametrize(
    ("data", "charset", "expected", "encoding"),
    [
        (b"\xef\xbb\xbfwords", None, "words", "utf-8"),
        ("“wörds”".encode("utf-16"), None, "“wörds”", "utf-16-le"),
        (b"\xfe\xff" + "“wörds”".encode("utf-16-be"), None, "“wörds”", "utf-16-be"),
        ("words without a mark, wide".encode("utf-16-le"), None, "words without a mark, wide", "utf-16-le"),
        ("words without a mark, wide".encode("utf-16-be"), "utf-16be", "words without a mark, wide", "utf-16-be"),
        ("é".encode(), "iso-8859-1", "é", "utf-8"),
        ("“smart” – é".encode("cp1252"), "iso-8859-1", "“smart” – é", "cp1252"),
        ("“smart” – é".encode("cp1252"), None, "“smart” – é", "cp1252"),
        (JAPANESE.encode("cp932"), "Shift_JIS", JAPANESE, "cp932"),
        (CHINESE.encode("gb18030"), "gb2312", CHINESE, "gb18030"),
        (RUSSIAN.encode("koi8-r"), "KOI8-R", RUSSIAN, "koi8-r"),
        (JAPANESE.encode("iso2022_jp"), "iso-2022-jp", JAPANESE, "iso2022_jp"),
        (JAPANESE.encode("iso2022_jp"), None, JAPANESE, "iso2022_jp"),
        (b"plain", "utf-7", "plain", "utf-8"),
        # Headers that say the server's default, whatever the page is in.
        (RUSSIAN.encode("cp1251"), "iso-8859-1", RUSSIAN, "cp1251"),
        (GREEK.encode("cp1253"), "windows-1252", GREEK, "cp1253"),
        (JAPANESE.encode("iso2022_jp"), "utf-8", JAPANESE, "iso2022_jp"),
        (GERMAN.encode(), "utf-16", GERMAN, "utf-8"),
        (CHINESE.encode("utf-16-be"), "utf-16be", CHINESE, "utf-16-be"),
        (FRENCH.encode("mac-roman"), "iso-8859-1", FRENCH, "mac-roman"),
        (FRENCH.encode("cp1252"), "iso-8859-1", FRENCH, "cp1252"),
        (
            (GERMAN + FRENCH).encode() + "Ça va, l’été".encode("cp1252"),
            "utf-8",
            f"{GERMAN}{FRENCH}Ça va, l’ét�",
            "utf-8",
        ),
        ((GERMAN + FRENCH).encode() + "a l’été.".encode("cp1252"), "utf-8", f"{GERMAN}{FRENCH}a l’été.", "utf-8"),
    ],
)
def test_decoded(data: bytes, charset: str | None, expected: str, encoding: str) -> None:
    decoded = decode(data, charset=charset)
    assert (decoded.text, decoded.encoding) == (expected, encoding)


@pytest.mark.parametrize(
    ("text", "codec"),
    [(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (CHINESE, "gb18030"), ("다리는 검사관이 모든 케이블을 살펴볼 때까지 폐쇄됩니다. ", "cp949"), (GREEK, "cp1253")],
)  # fmt: skip
def test_detected_without_any_declaration(text: str, codec: str) -> None:
    decoded = decode((text * 20).encode(codec))
    assert decoded.text == text * 20
    assert decoded.guessed


@pytest.mark.parametrize(
    "head",
    ["<meta charset='windows-1251'>", "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>", "<?xml version='1.0' encoding='windows-1251'?>"],
)  # fmt: skip
def test_markup_declares_its_encoding(head: str) -> None:
    data = f"{head}<p>{RUSSIAN}".encode("cp1251")
    assert RUSSIAN in decode(data, markup=True).text
    assert not decode(data, markup=True).guessed


def test_header_that_cannot_be_right_gives_way_to_the_page() -> None:
    data = f"<meta charset=windows-1251><p>{RUSSIAN}".encode("cp1251")
    assert RUSSIAN in decode(data, charset="utf-8", markup=True).text


def test_utf8_that_was_cut_stays_utf8() -> None:
    data = (GERMAN * 5).encode()
    cut = data[: data.rindex("ü".encode()) + 1]
    assert decode(cut).encoding == "utf-8"
    assert decode(cut).text.startswith(GERMAN)


def test_bytes_that_no_encoding_has_become_replacement_characters() -> None:
    assert decode(b"a\x81b", charset="windows-1252").text == "a�b"


@pytest.mark.parametrize("label", ["rot13", "base64", "idna", "utf-7", "nonsense", "", "unicode_escape", "zip"])
def test_labels_that_are_no_encodings_of_documents(label: str) -> None:
    assert codec_of(label) is None


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=150)
def test_utf8_round_trip(text: str) -> None:
    encoded = text.encode("utf-8", "surrogatepass" if any("\ud800" <= c <= "\udfff" for c in text) else "strict")
    assert decode(b"\xef\xbb\xbf" + encoded).text == encoded.decode("utf-8", "replace")


def test_detection_writes_nothing(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    decode(bytes(range(128, 256)) * 10)
    assert capsys.readouterr() == ("", "")
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []
