"""Bytes to characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.model import Reason
from verify.readers import read
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


UKRAINIAN = "Портовий міст залишиться зачиненим до кінця року, повідомило в п’ятницю управління порту. "
BULGARIAN = "Пристанищният мост остава затворен до края на годината, съобщи в петък администрацията. "
SERBIAN = "Лучки мост остаје затворен до краја године, саопштила је у петак лучка управа. "
POLISH = "Most pozostanie zamknięty do końca roku, poinformował w piątek zarząd portu, gdyż w dziewięciu linach znaleziono korozję, a źle ją zmierzono. Część mieszkańców już płynie łodzią. "
CZECH = "Přístavní most zůstane zavřený až do konce roku, oznámila v pátek správa přístavu, že inspektoři našli v devíti lanech korozi; příští šetření bude v zimě. "
SLOVAK = "Prístavný most zostane zatvorený až do konca roka, oznámila v piatok správa prístavu, keďže inšpektori našli v deviatich lanách hrdzu. Ľudia žiadajú náhradu škody. "
HUNGARIAN = (
    "A kikötői híd az év végéig zárva marad, közölte pénteken a kikötői hatóság, miután az ellenőrök rozsdát találtak. "
)
TAIWANESE = "港務局星期五表示，在檢查人員檢查完所有纜索之前，大橋將繼續關閉，這是我們的決定。"
KOREAN = "다리는 검사관이 모든 케이블을 살펴볼 때까지 폐쇄됩니다. 항만청은 금요일에 밝혔다. "
ARTICLE_OF_LATIN = "A plain text with “quotation marks” – and a café, a naïve façade, 5 m² and don´t. " * 8


@pytest.mark.parametrize(
    ("text", "really", "declared"),
    [
        *[
            (text, really, declared)
            for text in (RUSSIAN, BULGARIAN, RUSSIAN.upper())
            for really in ("windows-1251", "KOI8-R", "ISO-8859-5", "CP866")
            for declared in ("windows-1251", "KOI8-R", "ISO-8859-5", "CP866")
        ],
        (UKRAINIAN, "windows-1251", "KOI8-U"),
        (UKRAINIAN, "KOI8-U", "windows-1251"),
        (UKRAINIAN, "windows-1251", "ISO-8859-5"),
        (SERBIAN, "windows-1251", "ISO-8859-5"),
        (SERBIAN, "ISO-8859-5", "windows-1251"),
        (FRENCH, "windows-1252", "windows-1251"),
        (JAPANESE, "EUC-JP", "Shift_JIS"),
        (JAPANESE, "Shift_JIS", "EUC-JP"),
        (JAPANESE, "Shift_JIS", "GB18030"),
        (TAIWANESE, "Big5", "GB18030"),
        (TAIWANESE, "Big5", "gb2312"),
        (TAIWANESE, "Big5", "Big5"),
        (CHINESE, "GB18030", "Big5"),
        (CHINESE, "GB18030", "GB18030"),
        (CHINESE, "GB18030", "EUC-KR"),
        (KOREAN, "EUC-KR", "GB18030"),
        (KOREAN, "EUC-KR", "EUC-KR"),
        *[
            (text, really, declared)
            for text in (POLISH, CZECH, SLOVAK, HUNGARIAN)
            for really in ("ISO-8859-2", "windows-1250")
            for declared in ("ISO-8859-2", "windows-1250")
        ],
        (POLISH, "windows-1250", "ISO-8859-1"),
        (POLISH, "ISO-8859-2", "ISO-8859-1"),
        (POLISH, "windows-1250", "windows-1252"),
        (FRENCH, "windows-1252", "ISO-8859-1"),
        (GERMAN.replace("„", "»").replace("“", "«"), "windows-1252", "windows-1250"),
        (ARTICLE_OF_LATIN, "windows-1252", "ISO-8859-1"),
    ],
)
def test_a_false_declaration_among_siblings(text: str, really: str, declared: str) -> None:
    codec = codec_of(really) or really
    data = (text * 3).encode(codec, "ignore")
    assert decode(data, charset=declared).text == data.decode(codec)


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("middle", ["cp1252", "latin-1", "cp1251"])
@pytest.mark.parametrize("text", [GERMAN, FRENCH, RUSSIAN, JAPANESE, GREEK, POLISH])
def test_utf8_encoded_again(text: str, middle: str, times: int) -> None:
    data = text.encode()
    for _ in range(times):
        data = b"".join(_as(byte, middle) for byte in data)
    assert decode(data).text == text


def _as(byte: int, middle: str) -> bytes:
    """What a byte becomes that is read as `middle` and written in UTF-8."""
    try:
        return bytes([byte]).decode(middle).encode()
    except UnicodeDecodeError:
        return chr(byte).encode()


@pytest.mark.parametrize(
    "text",
    [
        *(GERMAN, FRENCH, RUSSIAN, UKRAINIAN, SERBIAN, POLISH, JAPANESE, ARTICLE_OF_LATIN),
        FRENCH + "On lit “Ã©” pour é et “Ã¨” pour è, “Ã§” pour ç.",
        "“Ã©” is é.",
        RUSSIAN + "«РџСЂРёРІРµС‚» — это «Привет».",
    ],
)
def test_utf8_that_speaks_of_such_letters_stays(text: str) -> None:
    assert decode(text.encode()).text == text


def test_letters_of_no_language_are_told() -> None:
    """A text that no known charset explains lacks no words: it is not read."""
    shuffled = RUSSIAN.translate(str.maketrans("оеаинтсрвлкм", "ыщЪФэЮхжцГшф")) * 4
    document = read(
        shuffled.encode(), name="https://news.example/a", media_type="text/html", base_url="https://news.example/a"
    )
    assert document.unread is not None
    assert document.unread.reason is Reason.NOT_TEXT
    for text in (RUSSIAN, UKRAINIAN, SERBIAN, BULGARIAN, RUSSIAN.upper()):
        assert read((text * 4).encode(), name="a.txt", media_type="text/plain").unread is None


def test_a_text_full_of_undecodable_bytes_is_told() -> None:
    data = ("Most pozostanie zamkni�ty do ko�ca roku. " * 20).encode()
    assert read(data, name="a.txt", media_type="text/plain").unread
    assert (
        read(
            (
                "It doesn�t matter to the inspectors of the harbour, who have seen every one of the cables. " * 20
            ).encode(),
            name="a.txt",
            media_type="text/plain",
        ).unread
        is None
    )


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
