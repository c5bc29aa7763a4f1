"""The word lists through judge(): what an ellipsis may not hide in each language, and what counts as one word spelt two ways."""

import pytest

from verify.core.judge import judge
from verify.core.normalize import SourceText
from verify.model import Document, Verdict

GREEN = (Verdict.VERBATIM, Verdict.EDITED)

# A sentence with a place for words, and words which limit what the rest of it says.
LIMITED = {
    "The drug {} cures cancer.": [
        "little", "falsely", "wrongly believed to be safe", "seemingly", "refuted claims that it", "pretended that it", "dreamed that it",
        "according to rumours", "according to rumors", "wants to", "promised to", "is expected to", "ceased to", "lacks what", "only once",
        "sometimes", "in some cases", "at most", "up to", "if it rains", "could one day be shown to be something that", "would have",
        "might have", "could have", "avoided what", "doubted that it", "is too weak to be what", "lacked what", "seldom", "allegedly",
        "reportedly", "perhaps", "unless it rains", "provided that it rains", "in rare cases", "nearly", "barely", "less than",
        "supposedly", "denied that it", "retracted claims that it", "is said to", "tries to", "in case it rains",
    ],
    "There was {} evidence of fraud in the town.": ["little", "false", "less than convincing", "insufficient", "a lack of", "scant", "no"],
    "The army {} killed the bishop in his house.": ["refuted claims it", "denied that it", "rejected claims that it", "is alleged to have", "would have"],
    "Nobody {} was killed in the raid.": ["expected that a child", "believed that a guard", "claimed that a child"],
    "The {} ship sank in the harbour.": ["witness claimed that a", "captain dreamt that his", "rumour was that a", "supposed"],
    "Die Regierung {} die Tötung der Geiseln.": [
        "bestritt", "dementierte", "leugnete", "bestritten", "widerrief", "widerlegte", "bezweifelte", "manchmal", "fälschlich",
    ],
    "Der {} Täter floh über die Grenze.": ["angebliche", "vermeintliche", "mutmaßliche", "sogenannte"],
    "Le {} voleur a pris le tableau.": ["prétendu", "présumé", "supposé", "soi-disant"],
    "Le ministre a {} la mort du prisonnier.": ["démenti", "nié", "prétendument annoncé", "réfuté", "contesté"],
    "Il ministro ha {} la morte del prigioniero.": ["smentito", "negato", "falsamente annunciato", "ritrattato"],
    "Il {} ladro ha preso il quadro della chiesa.": ["presunto", "cosiddetto"],
    "El ministro {} la muerte del preso en la cárcel.": ["negó", "desmintió", "refutó", "rechazó", "a veces causa"],
    "El {} ladrón robó el cuadro de la iglesia.": ["presunto", "supuesto"],
    "O ministro {} a morte do preso na cadeia.": ["negou", "desmentiu", "refutou", "às vezes causa"],
    "O {} ladrão roubou o quadro da igreja.": ["suposto", "alegado", "presumido"],
    "De minister {} de dood van de gevangene.": ["ontkende", "weerlegde", "betwistte", "soms verwacht"],
    "De {} dader vluchtte over de grens.": ["vermeende", "zogenaamde"],
    "Министр {} гибель заложников в школе.": ["отрицал", "отрицала", "опроверг", "опровергла", "якобы скрыл", "иногда вызывает"],
    "Он {} видел убийцу в этом доме.": ["якобы", "будто бы", "редко", "едва ли"],
    "الوزير {} مقتل الرهائن في المدينة القديمة.": ["نفى", "أنكر", "أنكرت", "دحض", "زعم"],
    "وزیر {} کشته شدن گروگان ها را در شهر.": ["تکذیب کرد", "انکار کرد", "ادعای", "ظاهرا"],
    "部长{}杀害了三名人质。": ["否认", "反驳说", "声称", "据说", "如果下雨才"],
    "大臣は人質の殺害{}しました。": ["を否定", "を否認"],
    "मंत्री ने बंधकों को {} मारा था शहर में.": ["नहीं", "कथित तौर पर", "शायद"],
    "मंत्री ने हत्या से {} किया और शहर छोड़ा.": ["इनकार"],
    "Bakan {} rehinelerin ölümünü açıkladı.": ["sözde", "belki", "güya", "yalanladı ve"],
    "Minister {} śmierć zakładników w szkole.": ["zaprzeczył", "zdementował", "rzekomo ukrył", "czasami powoduje"],
    "Ministern {} gisslans död i skolan.": ["förnekade", "dementerade", "påstås ha", "avvisade"],
    "Ο υπουργός {} τον θάνατο των ομήρων στο σχολείο.": ["αρνήθηκε", "διέψευσε", "δήθεν ανακοίνωσε"],
    "รัฐมนตรี{}ฆ่าตัวประกันสามคนในโรงเรียน": ["ไม่ได้", "ปฏิเสธว่า"],
    "장관은 인질을 {} 살해했다고 말했다.": ["아마도", "어쩌면"],
    "השר {} את מות בני הערובה בבית הספר.": ["הכחיש", "שלל", "הפריך"],
}  # fmt: skip

# The same sentences with words that limit nothing.
UNLIMITED = {
    "The drug {} cures cancer.": [
        ", first made in 1990,", "made in the northern town", ", a white powder sold in small jars,", "that came by sea", "of the old school",
    ],
    "There was {} evidence of fraud in the town.": ["clear and lasting", "much written"],
    "The army {} killed the bishop in his house.": ["came at dawn and", "of the northern king"],
    "Nobody {} was killed in the raid.": ["in the northern town"],
    "The {} ship sank in the harbour.": ["old wooden", "long and heavy"],
    "Die Regierung {} die Tötung der Geiseln.": ["in Berlin verurteilte gestern"],
    "Der {} Täter floh über die Grenze.": ["vierzig Jahre alte", "bewaffnete"],
    "Le {} voleur a pris le tableau.": ["jeune", "grand et vieux"],
    "Il {} ladro ha preso il quadro della chiesa.": ["giovane", "vecchio e stanco"],
    "El {} ladrón robó el cuadro de la iglesia.": ["joven", "viejo y cansado"],
    "O {} ladrão roubou o quadro da igreja.": ["jovem", "velho e cansado"],
    "De {} dader vluchtte over de grens.": ["jonge", "veertig jaar oude"],
    "Министр {} гибель заложников в школе.": ["вчера подтвердил", "обороны объявил"],
    "الوزير {} مقتل الرهائن في المدينة القديمة.": ["أعلن أمس", "أكد"],
    "وزیر {} کشته شدن گروگان ها را در شهر.": ["دفاع", "دیروز"],
    "部长{}杀害了三名人质。": ["昨天早上", "在家里"],
    "मंत्री ने बंधकों को {} मारा था शहर में.": ["कल सुबह", "रात में"],
    "Bakan {} rehinelerin ölümünü açıkladı.": ["dün sabah", "Ankara'da"],
    "Minister {} śmierć zakładników w szkole.": ["ogłosił wczoraj", "potwierdził"],
    "Ministern {} gisslans död i skolan.": ["meddelade igår", "bekräftade"],
    "Ο υπουργός {} τον θάνατο των ομήρων στο σχολείο.": ["ανακοίνωσε χθες"],
    "השר {} את מות בני הערובה בבית הספר.": ["הודיע אתמול על"],
}  # fmt: skip


def verdict(quote: str, text: str) -> Verdict:
    return judge(quote, SourceText(Document(name="s", media_type="text/plain", text=text, sha256="0" * 64))).verdict


def elided(sentence: str, words: str) -> tuple[str, str]:
    """The quotation that leaves the words out, and the source that has them."""
    return sentence.format("…").rstrip("."), sentence.format(words).replace(" ,", ",")


@pytest.mark.parametrize(("sentence", "words"), [(s, w) for s, found in LIMITED.items() for w in found])
def test_an_ellipsis_hides_no_limiter(sentence: str, words: str) -> None:
    assert verdict(*elided(sentence, words)) is Verdict.ALTERED


@pytest.mark.parametrize(("sentence", "words"), [(s, w) for s, found in UNLIMITED.items() for w in found])
def test_an_ellipsis_may_hide_what_limits_nothing(sentence: str, words: str) -> None:
    assert verdict(*elided(sentence, words)) in GREEN


SPELT_TWO_WAYS = [
    ("aeroplane", "airplane"), ("tyre", "tire"), ("tyres", "tires"), ("programmes", "programs"), ("cheques", "checks"), ("kerbs", "curbs"),
    ("ploughed", "plowed"), ("storeys", "stories"), ("jewellery", "jewelry"), ("scepticism", "skepticism"), ("aluminium", "aluminum"),
    ("manoeuvred", "maneuvered"), ("pyjamas", "pajamas"), ("organised", "organized"), ("colourful", "colorful"), ("centre", "center"),
    ("defence", "defense"), ("travelled", "traveled"), ("greyer", "grayer"), ("councillor", "councilor"), ("practised", "practiced"),
    ("Kyiv", "Kiev"), ("Hussein", "Husayn"), ("Husayn", "Hussain"), ("Qaddafi", "Gaddafi"), ("Mohammed", "Muhammad"), ("Beijing", "Peking"),
    ("Mon.", "Monday"), ("Sept.", "September"), ("Dr.", "Doctor"), ("St.", "Saint"), ("one hundred and five", "105"),
]  # fmt: skip
OTHER_WORDS = [
    ("plane", "train"),
    ("tyres", "tired"),
    ("checks", "chicks"),
    ("Kyiv", "Kharkiv"),
    ("Hussein", "Hassan"),
    ("Peking", "Nanking"),
]


@pytest.mark.parametrize("pair", [*SPELT_TWO_WAYS, *((b, a) for a, b in SPELT_TWO_WAYS)])
def test_two_spellings_are_a_variant(pair: tuple[str, str]) -> None:
    quote, text = (f"He saw the {word} near the old bridge in the town" for word in pair)
    assert verdict(quote, text) is Verdict.VARIANT


@pytest.mark.parametrize("pair", OTHER_WORDS)
def test_two_words_are_no_variant(pair: tuple[str, str]) -> None:
    quote, text = (f"He saw the {word} near the old bridge in the town" for word in pair)
    assert verdict(quote, text) is Verdict.ALTERED


def test_kinds_of_apostrophe_in_a_name_are_silent() -> None:
    assert verdict("He saw Kaʻb near the old bridge", "He saw Kaʿb near the old bridge.") is Verdict.VERBATIM
