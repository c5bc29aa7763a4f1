"""Who speaks: one sentence a row, with the speaker of each quotation in it."""

from __future__ import annotations

import pytest

from verify.core.citations import extract
from verify.model import Check, Document

SENTENCES = [
    # other languages: the name after the verb, in apposition, after a role, before it
    (
        "« Il n'y a aucun danger », a assuré mardi la préfète, Hélène Marchand. « Les fuites sont connues. »",
        ["Hélène Marchand"] * 2,
    ),
    (
        "«No hemos escondido nada a nadie», afirmó ayer la consejera de Obras Públicas, Lucía Herrero.",
        ["Lucía Herrero"],
    ),
    ("El alcalde de Robledo, Tomás Ibáñez, respondió que era “un montón de papel mojado”.", ["Tomás Ibáñez"]),
    ("„Wir hätten sie unterrichten müssen“, sagte Vorstandschefin Sabine Köhler in Essen.", ["Sabine Köhler"]),
    ("Am Montag sagte Sabine Köhler am 4. Mai 2015: „Ein Restrisiko gibt es überall.“", ["Sabine Köhler"]),
    ("Nach Ansicht von Brandt war er „ein Mönch mit Schulden und Gedächtnis“.", ["Brandt"]),
    ("Per l'ingegnere Paolo Testa le crepe sono “il segno di una manutenzione mai fatta”.", ["Paolo Testa"]),
    (
        "„Tama jest bezpieczna i nikt nie musi się bać” – zapewniła Ewa Malinowska. „Sprawdzamy ją często” – dodała.",
        ["Ewa Malinowska"] * 2,
    ),
    ("«Плотина выдержит и сто лет», — заявила во вторник министр Ирина Соколова.", ["Ирина Соколова"]),
    ("«Το φράγμα είναι ασφαλές σήμερα», δήλωσε την Τρίτη η υπουργός Ελένη Δημητρίου.", ["Ελένη Δημητρίου"]),
    ("农民张强说：“水在地窖里一直留到五月，没有人来。”他说：“我们等了三个星期都没有用。”", ["张强", "张强"]),
    ("根據工程師陳志明的說法，「裂縫早在三年前就已經寫進報告裡了」。", ["陳志明"]),
    ("農家の山本一郎さん（６２）は「父はいつもそう言っていました」と話した。", ["山本一郎"]),
    ("농부 박준호 씨는 “물이 5월까지 지하실에 있었는데 아무도 오지 않았다”고 밝혔다.", ["박준호"]),
    (
        "قالت وزيرة المياه سلمى حداد يوم الثلاثاء: «السد آمن تماما ولا داعي للقلق». وأضافت: «نحن نفحصه كل أسبوع منذ سنوات».",
        ["سلمى حداد"] * 2,
    ),
    ("سارا کریمی، وزیر نیرو، روز سه‌شنبه گفت: «سد ایمن است و هیچ جای نگرانی نیست».", ["سارا کریمی"]),
    ("किसान रमेश यादव के अनुसार, “पानी मई तक तहख़ाने में भरा रहा और कोई नहीं आया”।", ["रमेश यादव"]),
    ("Belediye Başkanı Ali Yıldız, “Bu köprü yıl sonuna kadar bitecek” dedi.", ["Ali Yıldız"]),
    ("La empresa, por su parte, asegura que «la propuesta es la mejor de los últimos años».", ["empresa"]),
    ("“这座桥明年年底之前一定会完工，”市长陈伟说。", ["陈伟"]),
    ("高橋美咲社長は記者会見で「来年度の値上げは考えていない」と語った。", ["高橋美咲"]),
    # English
    (
        "Vane's editor, Ruth Calloway, remarks that the cat “appears in eleven of the next twelve letters”.",
        ["Ruth Calloway"],
    ),
    ("In 2018 the mayor told a reporter: “We walk because they forgot us for forty years.”", ["mayor"]),
    ("A day later the families wrote that they had had “no word of any kind since December”.", ["families"]),
    (
        "“We are not going to wait,” Prime Minister Boris Johnson told reporters on Monday. “The country has waited long enough.”",
        ["Boris Johnson", "Boris Johnson"],
    ),
    ('"This is a disaster," said Jane Smith, a spokeswoman for the charity.', ["Jane Smith"]),
    ('"This is a disaster," said the charity\'s chief executive, Jane Smith.', ["Jane Smith"]),
    ('Smith, 45, who lives in Leeds, said: "I heard a bang and ran outside into the street."', ["Smith"]),
    (
        'A spokesman for the Ministry of Defence said: "We do not comment on operational matters of this kind."',
        ["spokesman for the Ministry of Defence"],
    ),
    ('In a statement, the company said it was "deeply sorry for the distress caused to families".', ["company"]),
    ('"It was terrible," she said, adding that "nobody came to help us at all".', ["she", "she"]),
    (
        'John Doe, chairman of Acme Corp., said Tuesday that the firm would "never again allow such a thing to happen".',
        ["John Doe"],
    ),
    ('According to a report by the World Bank, the economy is "on the brink of a deep recession".', ["World Bank"]),
    ('The president, speaking in Ohio, said that "no one is above the law in this country".', ["president"]),
    ('"No one is above the law in this country," the president said at a rally in Ohio on Friday.', ["president"]),
    ('"I don\'t know," he said.', ["he"]),
    ('Asked whether he would resign, Mr Brown replied: "I have no intention of doing so at this time."', ["Brown"]),
    ('Mayor Bill de Blasio said in an interview with CNN that "the worst is over for New York".', ["Bill de Blasio"]),
    (
        'But Karen Jones, whose son was killed, called the verdict "an insult to every family in this town".',
        ["Karen Jones"],
    ),
    ('Trump tweeted: "The Fake News Media is working overtime to hurt us again."', ["Trump"]),
    ('"The Fake News Media is working overtime," Trump tweeted on Tuesday.', ["Trump"]),
    ('Police said in a statement that the suspect was "known to the authorities for several years".', ["Police"]),
    ('"We will appeal," added Maria Lopez, his lawyer. "This is far from over."', ["Maria Lopez", "Maria Lopez"]),
    ('"If he had known," the minister said, "he would have acted at once."', ["minister", "minister"]),
    ('As Einstein put it, "God does not play dice with the universe."', ["Einstein"]),
    ('"God does not play dice with the universe," as Einstein put it.', ["Einstein"]),
    ('Critics say the plan is "a recipe for chaos and confusion across the region".', ["Critics"]),
    (
        'One resident, who asked not to be named, said the noise was "like a bomb going off next door".',
        ["One resident"],
    ),
    (
        'Dr. Anthony Fauci, the nation\'s top infectious disease expert, warned that the virus "is not going to disappear any time soon".',
        ["Anthony Fauci"],
    ),
    ('The judge told Williams: "You have shown no remorse for what you did."', ["judge"]),
    ('Williams was told by the judge that he had "shown no remorse for what he did".', ["judge"]),
    ('He was described by colleagues as "a gentle giant who loved his work".', ["colleagues"]),
    ("“They have to be stopped,” Merkel was quoted as saying by the newspaper Bild.", ["Merkel"]),
    ('Merkel was quoted as saying that the plan was "not something Germany could support".', ["Merkel"]),
    (
        'Amnesty\'s report, published on Thursday, says "hundreds of people have been arbitrarily detained".',
        ["Amnesty"],
    ),
    ('"Hundreds of people have been arbitrarily detained," the report says.', ["report"]),
    (
        'Writing in the Guardian, Jonathan Freedland argued that "the old order is dead and gone".',
        ["Jonathan Freedland"],
    ),
    ('The email, obtained by the BBC, reads: "Please delete this as soon as you have read it."', ["email"]),
    ('Speaking to the BBC, Ms Patel said: "We will do whatever it takes to secure our borders."', ["Patel"]),
    (
        'Asked about the deal, Sen. Bernie Sanders said, "It stinks, and everybody in Washington knows it."',
        ["Bernie Sanders"],
    ),
    ('"It stinks," said Sen. Bernie Sanders, I-Vt., in an interview.', ["Bernie Sanders"]),
    ('"It stinks," Sanders, an independent from Vermont, told The Associated Press on Monday.', ["Sanders"]),
    ('Her husband, Tom, said: "She was the love of my life and I miss her."', ["Tom"]),
    ('"She was the love of my life," her husband, Tom, said.', ["Tom"]),
    ('Speaking after the game, coach Mike Brown said his team "just didn\'t show up tonight at all".', ["Mike Brown"]),
    ('"We just didn\'t show up," coach Mike Brown said. "That\'s on me."', ["Mike Brown", "Mike Brown"]),
    (
        'Interior Minister Matteo Salvini, who leads the League, has vowed to "send them all back where they came from".',
        ["Matteo Salvini"],
    ),
    ('Its foreign ministry accused Washington of "playing with fire in the Taiwan Strait".', ["foreign ministry"]),
    ('"They are playing with fire," China\'s foreign ministry spokesman Zhao Lijian said.', ["Zhao Lijian"]),
    ("“Was it worth it?” asked Lee. “Probably not.”", ["Lee", "Lee"]),
    ('In her book, Clinton writes that she was "just gobsmacked by what had happened".', ["Clinton"]),
    (
        '"We\'ve seen this before," says Peter Piot, director of the London School of Hygiene. "It never ends well."',
        ["Peter Piot", "Peter Piot"],
    ),
    (
        'The White House press secretary, Sarah Sanders, told reporters that the story was "completely false and without any merit".',
        ["Sarah Sanders"],
    ),
    ('"Completely false," White House press secretary Sarah Sanders told reporters.', ["Sarah Sanders"]),
    ('The United Nations has called the situation "the worst humanitarian crisis in the world".', ["United Nations"]),
    (
        'Johnson\'s spokesman said the prime minister had "full confidence in the health secretary".',
        ["Johnson's spokesman"],
    ),
    (
        "Neither side would comment. “We have nothing to add,” a source close to the talks said.",
        ["source close to the talks"],
    ),
    ("“It's my life,” he says with a shrug. “I chose it.”", ["he", "he"]),
    (
        'Officials in Tehran rejected the claim as "baseless and politically motivated propaganda".',
        ["Officials in Tehran"],
    ),
    ('Pompeo said Iran was "the world\'s leading state sponsor of terror", a charge Tehran denies.', ["Pompeo"]),
    ('He wrote on Twitter that the decision was "wrong on every possible level".', ["he"]),
    ("“Our hearts are broken,” the family said in a statement released through their lawyer.", ["family"]),
    ("Reacting to the news, Labour MP Jess Phillips said it was “a dark day for women everywhere”.", ["Jess Phillips"]),
    ("The statement added: “The investigation is ongoing and we will provide updates.”", ["statement"]),
    (
        "All was said of Anna Lund. Not for the first time did we hear her insist that “the levee will not hold another winter”.",
        ["Anna Lund"],
    ),
    # read in news, judged by eye
    (
        "“This is due to wind,” Kurinji Selvaraj, a research analyst at the Delhi-based Council on Energy, Environment and Water think tank told CBS News.",
        ["Kurinji Selvaraj"],
    ),
    (
        '"It is hard to find beyond Earth," study lead author Lucas Paganini, a planetary scientist at NASA\'s Goddard Space Flight Center in Greenbelt, Maryland, and American University in Washington, D.C., said in a statement.',
        ["Lucas Paganini"],
    ),
    (
        '"I was unable to stand," wrote 43-year-old Martin Taylor of Aberdeenshire, Scotland, in a case study published Monday in the journal BMJ.',
        ["Martin Taylor"],
    ),
    (
        "Sonya A. Zoghlin, Carlineo’s attorney, told The Hill in a statement that her client did not intend to cause harm.\n\n“Pat Carlineo is passionate about his political beliefs,” she said in an email.",
        ["Sonya A. Zoghlin"],
    ),
    (
        'Two United States service members have been killed in a crash, the US military said in a statement on Wednesday.\n\n"The cause of the crash is under investigation," the statement said.',
        ["US military"],
    ),
    (
        'Sondland was in charge, said another witness, former White House Russia adviser Fiona Hill.\n\n"And I asked, well, on whose authority?” said Hill, who will testify Thursday.',
        ["Fiona Hill"],
    ),
    (
        'Lucas Paganini led it.\n\n"We suggest that the outgassing occurs," Paganini and his team wrote in the paper.',
        ["Lucas Paganini"],
    ),
    (
        "By the time Jessie Buckley learned who had written the song, she was only half-surprised: “It made sense,” she said.",
        ["Jessie Buckley"],
    ),
    (
        "“The farmers can’t handle it. Tell them to buy larger tractors.” The cabinet members gathered around Mr. Trump laughed.",
        [None],
    ),
    (
        "Mary Steenburgen was not thrilled. The next two months were tough. “I couldn’t focus,” she said.",
        ["Mary Steenburgen"],
    ),
    (
        "“I called a friend,” said Mary Steenburgen. “And I said: ‘Look, if I come over every day we can work.’”",
        ["Mary Steenburgen", "Mary Steenburgen", "Mary Steenburgen"],
    ),
    (
        "Jangan sampai karena kita amat membenci satu kaum, akhirnya kita justru menganiaya mereka:\n\n“Dan janganlah sekali-kali kebencian kepada sesuatu kaum mendorongmu.”",
        [None],
    ),
    ("Когда вся ваша жизнь состояла в том, чтобы быть красивой: «Я постоянно борюсь с собой каждый день».", [None]),
    (
        'The company flat-out denied the allegations in a statement shared to its website.\n\n"We were shocked to see her statements," the statement read.',
        ["company"],
    ),
    (
        "Umar bin Al-Khaththab berkata, “Wahai Aslam, janganlah rasa cintamu berlebihan kepada harta dan anak.”",
        ["Umar bin Al-Khaththab"],
    ),
    ("प्रधानमंत्री नरेंद्र मोदी ने कहा, “हम किसानों की आय दोगुनी करने के लिए लगातार काम कर रहे हैं।”", ["नरेंद्र मोदी"]),
    (
        'The council met on Monday. Tim Morrison begged lawmakers "not to lose sight of the war in the distant east".',
        ["Tim Morrison"],
    ),
]


@pytest.mark.parametrize(("text", "speakers"), SENTENCES, ids=[row[0][:40] for row in SENTENCES])
def test_speaker(text: str, speakers: list[str | None]) -> None:
    quotations = extract(Document(name="x", media_type="text/plain", text=text, sha256="")).quotations
    assert [quotation.speaker for quotation in quotations] == speakers
    for quotation in quotations:
        assert quotation.check is (Check.REQUIRED if quotation.speaker else quotation.check)


def test_fullest_mention() -> None:
    text = (
        "Maryam Rajavi and her husband, Massoud Rajavi, lead it. Struan Stevenson wrote a book.\n\n"
        "Mrs. Maryam Rajavi said: “We will never give up the fight.” Stevenson said: “I agree with every word of that.”\n\n"
        "“Nor will I ever give it up,” Mrs. Rajavi said."
    )
    quotations = extract(Document(name="x", media_type="text/plain", text=text, sha256="")).quotations
    assert [quotation.speaker for quotation in quotations] == ["Maryam Rajavi", "Struan Stevenson", "Maryam Rajavi"]


def test_pronoun_heeds_titles() -> None:
    text = (
        "Mrs. Anna Brown met Mr. John Green on Monday. They talked for an hour about the plan for the pool.\n\n"
        "Mr. Green left early. “It was a waste of everybody's time,” she said."
    )
    quotations = extract(Document(name="x", media_type="text/plain", text=text, sha256="")).quotations
    assert quotations[0].speaker == "Anna Brown"
