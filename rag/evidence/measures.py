"""What a question asks to be measured: money, an age, a weight, a time. What is of another kind is no answer.

A reader trained on spans answers "How loud is it?" with "three blasts every ninety seconds". Says nothing of questions
that ask for no measure, and of answers without a number, "very loud" may be right, but where a time is asked for.
"""

from __future__ import annotations

import re

from rag.english import NUMBERS
from rag.understanding.intent import asks_when

_NUMBER = re.compile(rf"\d|\b(?:{NUMBERS})\b", re.I)
_YEAR = re.compile(r"\W*(?:(?:in|since) )?(?:1\d|20)\d\d\W*", re.I)
_AGE = re.compile(r"how old\b", re.I)
_TIME = re.compile(
    r"\d|(?<=.)[A-Z]|^[A-Z]\w*$|\b(?:centur|decade|year|month|week|day|hour|minute|second|noon|night|midnight|morning|"
    r"evening|dawn|dusk|after|spring|summer|autumn|fall\b|winter|to(?:day|morrow|night)|yesterday|now\b|then\b|ago\b|"
    r"soon|late|earl|before|since|until|till|when|while|once|during|(?:the|its|year) end|end of|beginning|start|age\b|"
    r"era\b|period|time|war|reign|birth|death|first|last|next|eve\b|immediate|always|never|often|upon|prior|follow|"
    r"recent|current|present|modern|ancient|medieval|if\b|as\b|by\b|half|every|\w+-?cene\b)",
)
_MEASURES = tuple(
    (re.compile(asked, re.I), re.compile(units, re.I))
    for asked, units in (
        (
            r"how much money\b|how much (?:did|does|do|will|would|was|is)\b.*\b(?:cost|pay|paid|earn|spend|worth)\b"
            r"|what (?:is|was|are|were|does|did) the (?:price|cost|salary|fee|fare)s?\b",
            r"[$€£¥₹%]|\b(?:dollar|euro|pound|penn|pence|cent|franc|yen|yuan|rupee|crown|shilling|ruble|peso|lira|mark|"
            r"krone|guilder|florin|ducat|sesterti|denari|talent|USD|EUR|GBP|CHF|Fr\.|Rs|money|percent|price|cost|free|"
            r"pa(?:id|y)|worth|fee|times|\w*illion)|\d[kKmM]\b",
        ),
        (r"how loud\b", r"\b(?:decibels?|dBA?|phons?|sones?|loud\w*)\b|\ddB"),
        (
            r"how (?:heavy|light)\b|how much (?:does|did|do|will)\b.*\bweigh\b|what (?:is|was|does) .*\bweight\b",
            r"\b(?:k?g|kilo\w*|grams?|grammes?|mg|tons?|tonnes?|lbs?|pounds?|ounces?|oz|stones?|newtons?|weigh\w*|"
            r"percent|times|light\w*|heav\w*)\b|\d(?:k?g|lbs?|oz|t)\b|%",
        ),
        (
            r"how (?:hot|cold|warm)\b|what (?:is|was|are|were) the (?:\w+ )*temperatures?\b",
            r"[°℃℉]|\b(?:degrees?|kelvins?|celsius|fahrenheit|centigrade|[CFK])\b|\d[CFK]\b",
        ),
        (
            r"how (?:tall|deep|wide|thick)\b",
            r"\b(?:[kcmµn]?m|\w*met(?:er|re)s?|feet|foot|ft|inch(?:es)?|in|yards?|miles?|fathoms?|stor(?:e?y|eys|ies)|"
            r"floors?|levels?|lanes?|times|ha(?:nd|ir)s?\w*|tall\w*|high\w*|deep\w*|depth|wide\w*|width|thick\w*)\b|"
            r"\d(?:[kcm]?m|ft|in)\b|[′″\"'’”%]",
        ),
    )
)


_POINTS = re.compile(
    r"\W*(?:(?:after|before|by|since|until|like|all|both|one|some|most|many|any|each) )?(?:of )?"
    r"(?:after|before|since|until|every(?:thing|one|body)|anything|it|they|them|this|that|these|those|he|she|him|her|then|there|here|who|which)\W*",
    re.I,
)
_PERSON_NAME = re.compile(
    r"\bnames? of (?:the|a|this|that) (?:[\w-]+ ){0,2}?"
    r"(?:(?:wo)?m[ae]n|person|people|boy|girl|child|baby|author|doctor)\b",
    re.I,
)


_WHO = re.compile(r"(?:and |so |but )?(?:(?:by|to|from|with|for) )?who(?:m|se)?\b", re.I)
_AMOUNT = re.compile(
    rf"\W*(?:(?:about|around|over|nearly|almost|only|some|up to|more than|less than|an?|the|for) )*"
    rf"(?:[$€£¥₹] ?\d[\d.,]*(?: ?(?:{NUMBERS}|[kmb]n?))*|(?:\d[\d.,]*|{NUMBERS})(?:[ -](?:{NUMBERS}))*\s"
    r"(?:pounds?|dollars?|euros?|cents?|years?|months?|weeks?|days?|hours?|minutes?|met(?:re|er)s?|kilomet(?:re|er)s?|"
    r"miles?|feet|kg|km|tons?|tonnes?))(?:\s(?:a|per|each)\s\w+|\s(?:ago|later))?\W*",
)
"""What nobody is: "1.2 million pounds", "four years"."""


def only_points(answer: str) -> bool:
    """Return whether `answer` only points to what is meant: "everything", "after that", "them"."""
    return _POINTS.fullmatch(answer) is not None


def of_another_kind(question: str, answer: str, sentence: str) -> bool:
    """Return whether `answer`, words of `sentence`, is of a kind that `question` does not ask for."""
    if _AGE.match(question):
        return _YEAR.fullmatch(answer) is not None
    if _PERSON_NAME.search(question):
        return re.search(r"[A-Z]", answer) is None
    if _WHO.match(question) and _AMOUNT.fullmatch(answer):
        return True
    if asks_when(question):
        return _TIME.search(answer) is None
    if not _NUMBER.search(answer):
        return False
    return any(asked.match(question) and not units.search(sentence) for asked, units in _MEASURES)
