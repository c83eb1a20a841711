"""What kind of question is asked, told by its form alone."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.english import ASKING, AUXILIARY, DATE

_AUX = rf"{AUXILIARY}|am|(?:is|are|was|were|do|does|did|wo|would|ca|could|should|has|have|had)n['’]t"
_PLEASE = r"(?:(?:please|can you|could you|would you|and|so)[ ,]+)*"
_THIS = r"(?:the|this|that|it|its)(?: (?:article|text|story|page|document|note|interview|piece|post|whole thing))?"
_SAY = (
    "say|said|says|told|reveal(?:ed)?|mention(?:ed)?|stated?|announced?|explain(?:ed)?|claim(?:ed)?|known|written|"
    "reported|tell us|think|thinks|know"
)

_TALKED = (
    r"what(?: topics| things| subjects| issues)? (?:did|does|has|have) (?P<speaker>(?!not\b)\S+(?: \S+){0,3}?)"
    r" (?:talk(?:ed)? about|sp(?:eak|oken) about|discuss(?:ed)?)"
)
_SMALL_TALK = re.compile(
    r"(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|(?:many )?thanks|thank you|cheers|"
    r"great|ok(?:ay)?|cool|nice|perfect|bye|goodbye|see you|how are you|who are you|what can you do)"
    r"(?:[ ,]+(?:there|quoth|again|everyone|all|bye|thanks|thank you|so much|very much|a lot|doing|today|then))*\W*",
    re.I,
)
_COURTESY = re.compile(
    r"(?:(?:hi|hello|hey|thanks|thank you|ok(?:ay)?|great|btw|by the way)\s*[,!.]+\s*"
    rf"(?:and\s+(?=(?:{ASKING}|{AUXILIARY})\b))?)?"
    r"(?:(?:(?:something|anything) else|(?:an|one )?(?:other|more|new|next|different|last|quick|final)"
    r" (?:question|topic|subject|thing)|next)(?:\s*[:,.–—]+|\s+-+)\s+)?",
    re.I,
)
"""What comes before a question: a greeting, thanks, the announcement of another one."""
_FRAME = re.compile(
    r"(?:(?:(?:can|could|would|will) you |please )*(?:please |kindly )?"
    r"(?:tell me|remind me|let me know|explain(?: to me)?|say)|do you (?:happen to )?know|any idea|"
    r"i(?:['’]d| would) (?:like|love) to know|i (?:want|need|wanted) to know|i (?:was wondering|wonder)|"
    r"(?:does|do) (?:it|the (?:article|text)) (?:say|tell(?: us| me)?|mention)|according to the (?:article|text)),? "
    rf"(?=(?:{ASKING})\b)",
    re.I,
)
"""What a question is wrapped in: "Can you tell me who …?" is not answered by yes or no."""
_TURNED = re.compile(
    r"(?P<asks>who|what|where|when) (?P<subject>(?:the|an?|this|that|his|her|its|their|our|my|your)(?: [\w-]+){1,3}|"
    r"(?-i:[A-Z])\S*(?: (?-i:[A-Z\d])\S*){0,3}|[\w-]+) (?P<is>is|are|was|were)\W*",
    re.I,
)
_OVERVIEW = tuple(
    re.compile(rf"{_PLEASE}{form}(?: for me)?(?:,? please)?\W*", re.I)
    for form in (
        rf"(?:(?:summari[sz]e|sum up|outline|recap)(?: {_THIS})?|sum {_THIS} up)"
        r"(?: in \w+ (?:sentences?|words|lines))?",
        r"(?:give me |i need )?(?:a |the |an )?(?:short |brief |quick )?(?:summary|overview|gist|tl;?dr)"
        rf"(?: (?:of|for) {_THIS})?",
        rf"what(?:['’]s| is| does) {_THIS}(?: (?:all|mainly|mostly|really))? (?:about|say|deal with|cover|discuss)",
        r"what(?:['’]s| is| are) the (?:main|key|central|most important)"
        rf" (?:point|idea|topic|subject|message|takeaway)s?(?: (?:of|in) {_THIS})?",
    )
)
_TOPIC = tuple(
    re.compile(rf"{_PLEASE}{form} (?P<topic>.+?)\W*", re.I)
    for form in (
        r"(?:tell me|say|talk|give me (?:details|information|an overview))(?: something| more| everything| a bit)?"
        r" (?:about|on|of)(?P<speaker>)",
        r"(?:is there )?(?:anything|something|what) (?:else|more)(?: (?:is )?(?:said|known|written))? (?:about|on)"
        r"(?P<speaker>)",
        r"what (?:about|do we (?:know|learn) about|can you tell me about|information is there (?:about|on))"
        r"(?P<speaker>)",
        r"what (?:else )?(?:is|was|does|do|did|has|have)"
        rf"(?: (?P<speaker>(?!not\b)\S+(?: (?!not\b)\S+){{0,3}}?))? (?:{_SAY})"
        r"(?: in (?:the|this) article| here)? (?:about|on|regarding|concerning|of)",
        r"(?:summari[sz]e|sum up|outline|recap)(?: (?:what|everything|all)(?: (?:we|you|i))?"
        r"(?: (?:learn|know|is said|it says|the article says|can be learnt))?)? (?:about|on)(?P<speaker>)",
        r"(?:describe|discuss|everything about|explain(?! (?:how|why|wh\w+)\b))(?P<speaker>)",
        rf"{_TALKED} (?:at|in|during|on)",  # the place or the day tells what was said there
        r"what (?:else )?(?:happened|took place|occurred) (?:in|on|during)(?P<speaker>)"
        r"(?= (?:the )?(?:\w+ ){0,2}\d{4}s?\W*$)",
        r"(?:(?:what|which)(?:['’]s| is| are| was| were)|(?:give|show|tell) me|quote|summari[sz]e|sum up|outline)"
        r" (?P<speaker>\S+(?: \S+){0,2}?)['’]s?(?: own| exact| actual)*"
        r" (?:words?|statements?|remarks?|comments?|opinions?|views?|thoughts?|position|stance|take)"
        r" (?:about|on|of|regarding|concerning)",
    )
)
_PLACED = re.compile(
    rf".*\b(?:{_SAY}) on (?:the )?(?:{DATE})\W*|what (?:is|was|are|were) (?:written|stated) on\b.*", re.I
)
"""What was said on a day, or stands on a thing, need not be about it."""
_SPOKEN = re.compile(rf"{_PLEASE}{_TALKED}\W*", re.I)
_SAID = re.compile(
    r"(?:and |so )?what (?:else )?(?:did|does|has|have) "
    r"(?P<speaker>(?!not\b|it\b|(?:the|this|that) (?:article|text|story|page|document)\b)\S+(?: (?!not\b)\S+){0,3}?)"
    r" (?:say|said|announced?|claim(?:ed)?|reveal(?:ed)?|state[d]?|have to say)\W*",
    re.I,
)
_COMPARED = re.compile(rf"{_PLEASE}compare (?P<topic>.+?)\W*", re.I)
_PART = tuple(
    re.compile(rf"{_PLEASE}{form}\W*", re.I)
    for form in (
        r"(?:what|which)(?: is|['’]s| are| was| were) (?:the|its|their) (?P<part>.+?)"
        r"(?: (?:here|of it|in (?:it|this|the article)))?",
        r"(?:which|what) (?P<part>.+?) (?:are|is) (?:there|listed|mentioned|needed|given)",
        r"(?:which|what) (?P<part>.+?) (?:do|will) (?:i|we|you) (?:need|have)(?: for (?:it|this))?",
        r"(?:list|show|name|give)(?: me)?(?: all)?(?: of)? the (?P<part>.+?)",
        r"(?:list|show me|name|give me)(?: all)? (?P<part>.+?)",
        r"what (?:does|do) the (?P<part>.+?)(?: section| part| chapter)? (?:say|contain|list|mention|include)",
        r"(?:what|which)(?: is|['’]s| are| does)? "
        r"(?P<part>(?:section|chapter|part|clause|article|paragraph|point|step|item|rule) \d[\d.]*)"
        r"(?: say| about| cover)?",
        r"how (?:do|can|should|must|to)(?: i| we| you| one)? (?P<part>.+?)",
    )
)
# What two have to do with each other stands in the sentences that name both.
_BETWEEN = re.compile(r"^the (?:relation(?:ship)?|connection|link|tie|difference|similarity)s? between ", re.I)
_AGAINST = re.compile(r"\s+(?:with|to|against)\s+", re.I)
# No "with": "the deal with Bob" is one thing, and the article need not have it though it names both.
_AND = re.compile(r",\s*(?:and|or)?\s+|\s+(?:and|or|versus|vs\.?|&)\s+", re.I)
_BARE = re.compile(rf"(?!.*\b(?:{_AUX}|wh\w+|how|i|you|me|we|he|she|it|they|this|that)\b)(?P<topic>[^?!]+?)\W*", re.I)
BARE_WORDS = 4
"""Words that may stand for a question alone: "Dojo", "the HW 5 computer"."""
_WHEN = re.compile(
    r"(?:and |so |but )?(?:since |until )?when(?:['’]s| (?:did|does|do|is|are|was|were|will|has|have|had))\b", re.I
)
_HOURS = re.compile(r"(?:at |from )?(?:which|what)(?: are the)? (?:opening )?(?:time|hours)\b", re.I)
_LIST = re.compile(
    rf"\b(?:which|what)\s+(?!(?:{_AUX}|else|kind|type|sort)\b)(?:[\w-]+\s+){{0,2}}?"
    r"(?!\w*(?:ss|us|is)\b|(?:does|has|was|this|its|business|happens|makes|counts|means|causes|needs|comes|goes)\b)\w+s\b"
    r"|\b(?:list|name|enumerate)\b|\b(?:who|what)\s+(?:are|were)\b|\ball\s+(?:the|of)\b"
    r"|\b(?:what|which)\s+(?:kind|type|sort)s?\s+of\b"
    r"|\bwhat\b.* (?:include|consist of|contain|comprise|spent on|made (?:up )?of)\W*$",
    re.I,
)


def is_small_talk(question: str) -> bool:
    """Return whether nothing is asked: "hello", "thanks a lot"."""
    return _SMALL_TALK.fullmatch(question) is not None


def without_courtesies(question: str) -> str:
    """Return what is asked after a "Hello, …" or a "Can you tell me …", and before a ", please"."""
    led = _COURTESY.match(question)
    rest = question[led.end() :] if led else question
    if len(rest.split()) < 2:
        rest = question
    framed = _FRAME.match(rest)
    if framed:
        turned = _TURNED.fullmatch(rest, framed.end())  # "do you know what Dojo is"
        rest = f"{turned['asks']} {turned['is']} {turned['subject']}?" if turned else rest[framed.end() :]
    shorter = re.sub(r",? (?:please|thanks|thank you)(?=\W*$)", "", rest, count=1, flags=re.I)
    return shorter if len(shorter.split()) > 1 else rest


def wants_overview(question: str) -> bool:
    """Return whether the article as a whole is asked about: "What is this article about?", "Summarise"."""
    return any(form.fullmatch(question) for form in _OVERVIEW)


def topic(question: str) -> tuple[str, str] | None:
    """Return what a broad question is about, and who is to have said it or "".

    ("Dojo", "Musk") of "What did Musk say about Dojo?", ("the chip", "") of "Tell me about the chip" and "The chip?",
    ("the fair", "Ann") of "What did Ann discuss at the fair?", ("Ann", "") of "What did Ann talk about?",
    ("", "Ann") of "What did Ann say?", ("Ann and Bob", "") of "Describe the relationship between Ann and Bob",
    ("Dojo and HW 5", "") of "Compare Dojo with HW 5".
    """
    for form in _TOPIC:
        found = form.fullmatch(question)
        if found and not _PLACED.fullmatch(question):
            return _BETWEEN.sub("", found["topic"]), found["speaker"] or ""
    said = _SAID.fullmatch(question)
    if said:
        return "", said["speaker"]
    spoken = _SPOKEN.fullmatch(question)
    if spoken:
        return spoken["speaker"], ""
    compared = _COMPARED.fullmatch(question)
    if compared:
        return _AGAINST.sub(" and ", compared["topic"]), ""
    bare = _BARE.fullmatch(question)
    if bare and len(question.split()) <= BARE_WORDS and not wants_overview(question):
        return bare["topic"], ""
    return None


@lru_cache(maxsize=256)  # the same for nearly all passages
def speaker(question: str) -> str:
    """Return who is to have said what a broad question asks for, or ""."""
    _, said_by = topic(question) or ("", "")
    return said_by


def part(question: str) -> str | None:
    """Return what may be the title of a part that is asked for: "ingredients" of "What are the ingredients?"."""
    return next((found["part"] for form in _PART if (found := form.fullmatch(question))), None)


def things(topic: str) -> list[str]:
    """Return what a topic puts side by side: "HW 3, HW 4 and HW 5"."""
    return _AND.split(topic)


def is_yes_no(question: str) -> bool:
    """Return whether yes or no would answer."""
    return re.match(rf"(?:and |so |but )?(?!may \d)(?:{_AUX})\b|.* or not\W*$", question, re.I) is not None


def asks_when(question: str) -> bool:
    """Return whether a time would answer."""
    return _WHEN.match(question) is not None


def asks_for_hours(question: str) -> bool:
    """Return whether a time of day would answer: "What hours is it open?"."""
    return _HOURS.match(question) is not None


def wants_list(question: str) -> bool:
    """Return whether several things are asked for: "Which companies …?"."""
    return _LIST.search(question) is not None
