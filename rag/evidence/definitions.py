"""What an article says outright that something is: "What is Dojo2?", "Who is Ann Lee?".

Two forms of English say it so plainly that no reader is needed: a sentence that begins "HTTPX is a …", and a name with
an apposition, "Dojo2, the company's upcoming supercomputer, …". And a line at the top says "By Ann Lee".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.english import ASKING, AUXILIARY, DATE, PREPOSITION
from rag.types import Article, Span

TOP = 1500
"""Code points of an article in which a line says who wrote it."""
MOST_WORDS = 4
"""Of what is asked about: more are a description, which the reader has to find."""
_IS = re.compile(
    r"(?:who|what)(?:['’]s| is| was| are| were)(?P<one> an?| the)? (?P<name>[\w’'-]+(?: [\w’'-]+)*)\W*", re.I
)
_THINGS = "story|recipe|report|post|piece|note|guide|memo"
"""What an article may be, and may as well tell of."""
_WRITTEN = rf"(?:it|(?:the|this) (?:article|text|document|letter|e-?mail|{_THINGS}))"
_WROTE = re.compile(
    rf"who (?:wrote|authored|sent|signed|(?:is|was) the author of|has (?:written|signed)) {_WRITTEN}\W*|"
    rf"who(?:['’]s| is| was) (?:the author|{_WRITTEN} (?:by|from))\W*",
    re.I,
)
_DATED = re.compile(
    rf"when (?:is|was) {_WRITTEN} (?:written|published|posted|dated|sent|signed)\W*|"
    rf"what (?:date is {_WRITTEN}|is the date (?:of|on) {_WRITTEN})\W*",
    re.I,
)
_DATE = re.compile(
    r"^\W*(?:(?:published|posted|dated?|written|sent)(?: on)?:?[ \t]+)?"
    rf"(?P<when>(?=.*\d)(?:{DATE}|[^\W\d]+ \d{{4}}))\W*$",
    re.I | re.M,
)
_THE_THING = re.compile(rf"\bthe (?P<thing>{_THINGS})\b", re.I)
_LETTER = re.compile(r"\b(?:letter|e-?mail|memo)\b", re.I)
_BYLINE = re.compile(
    r"^\W*(?:[Bb]y|BY|[Aa]uthor:|[Ww]ritten by|[Tt]ext:)[ \t]+"
    r"(?P<who>(?:[A-Z]\.|[A-Z][\w’'-]*)(?: (?:(?:and|de|van|von|der|la) )?(?:[A-Z]\.|[A-Z][\w’'-]*)){1,5})"
    r"(?=[ \t]*(?:$|[.,|·–—(]))",
    re.M,
)
_SIGNED = re.compile(
    r"^(?:yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?|(?:kind |best |warm )?regards|best wishes)\W*\s+"
    r"(?P<who>(?-i:[A-Z])[\w.’'-]*(?: (?:(?:de|van|von|der|la) )?(?-i:[A-Z])[\w.’'-]*){0,3})[ \t]*$",
    re.M | re.I,
)
_NO_NAME = re.compile(rf"\b(?:{ASKING}|{AUXILIARY}|{PREPOSITION}|and|or|it|this|that|there|here|new|wrong)\b", re.I)
_LEADS = re.compile(
    rf"\b(?:{PREPOSITION}|and|or|but|after|before|during|when|while|if|since|because|although|though)\s+(?:the\s+)?$"
    r"|(?:^|[,;:]\s+(?:(?:and|but|or|that)\s+)?)\W*(?:(?:shortly|soon|long|just|even|only|right|"
    r"(?:\w+ )?(?:day|week|month|year)s)\s+)?"
    r"(?:after|before|since|under|unlike|like|without|despite|thanks|because|through|against|between|near|when(?:ever)?|if|"
    r"as|once|while|until|till|unless|although|though|where(?:ver)?|by|in|on|at|for|to|from|during|with|\w{3,}ing)\b[^,]*$",
    re.I,
)
"""What ends at the name, and at its comma the sentence begins: "In Graz, the …", "When he left Graz, the mayor …"."""
_LIST = re.compile(r",\s+(?:the|an?)\s[^.;:]{1,80}?(?:,|\s)(?:and|or)\s")
"""How what stands behind the name goes on if all of it is a list: "parmesan, a splash of vinegar, a bay leaf and …"."""
_WHAT = r"(?P<what>(?:the|an?|one of)\s"


def looked_up(question: str, article: Article) -> Iterator[Span]:
    """Yield what `article` says outright that the one thing is that `question` asks about, in reading order."""
    text = article.unmarked
    letter = _LETTER.search(question) is not None  # that may be one of which the article only tells
    if (_WROTE.fullmatch(question) or _DATED.fullmatch(question)) and _is_another(question, text):
        return
    if _WROTE.fullmatch(question):
        signed = _SIGNED.search(text) if letter else _BYLINE.search(text, 0, TOP) or _SIGNED.search(text)
        if signed and len(article.sentences_around(Span(*signed.span("who")))) == 1:
            yield Span(*signed.span("who"))
        return
    if _DATED.fullmatch(question):
        dated = next((one for one in _DATE.finditer(text, 0, TOP) if not _is_heading(article, one.start("when"))), None)
        if dated and (not letter or _SIGNED.search(text)):
            yield Span(*dated.span("when"))
        return
    asked = _IS.fullmatch(question)
    if asked is None or _NO_NAME.search(asked["name"]) or len(asked["name"].split()) > MOST_WORDS:
        return
    name = r"\s+".join(map(re.escape, re.sub(r"(?<=[^\W\d])-?(?=\d)", " ", asked["name"]).split()))
    name = re.sub(r"\\s\+(?=\d)", r"[\\s-]?", name)
    stands = re.compile(rf"(?<![\w’'-]){name}(?![\w’'-]|\s\d)", re.I)
    apposition = re.compile(rf",\s+{_WHAT}[^,.;:()“”\"]{{5,100}}),\s+(?!(?:and|or)\b)", re.I)
    copula = re.compile(
        rf"(?:\s*\([^()]{{1,60}}\)|,[^,.;:]{{3,60}},)?\s+(?:is|was|are|were)\s+{_WHAT}[^.;:,]{{2,160}}?)"
        r"(?=[.;:,]|\s+(?:that|which|who|whose|where|because|although|while)\b)"
    )
    kind = "an?" if (asked["one"] or "").lower() in {" a", " an"} else "(?:the|an?)"  # "a delta" is not "the delta"
    for found in stands.finditer(text):
        places = article.sentences_around(Span(found.start(), found.end()))
        sentence = article.sentences[places[0]]
        before = text[sentence.start : found.start()]
        begins = re.fullmatch(rf"\W*(?:{kind}\s+)?", before, re.I) is not None
        told = copula.match(text, found.end(), sentence.end) if begins else None
        if told is None and not _LEADS.search(before):
            told = apposition.match(text, found.end(), sentence.end)
            if told and (re.search(rf"\b(?:{AUXILIARY})\b", told["what"], re.I) or _LIST.match(text, told.end("what"))):
                told = None
        if told is not None:
            yield Span(told.start("what"), told.end("what"))


def _is_another(question: str, text: str) -> bool:
    """Return whether "the report" of `question` may be one that the article tells of, as "a new report"."""
    asked = _THE_THING.search(question)
    led = r"\b(?:an?|the|his|her|its|their|\w+['’]s) (?:[\w-]+ )?"
    return asked is not None and re.search(rf"{led}{asked['thing']}\b", text, re.I) is not None


def _is_heading(article: Article, place: int) -> bool:
    """Return whether a place is on a line that Markdown makes a heading."""
    return article.text[article.text.rfind("\n", 0, place) + 1 : place].startswith("#")
