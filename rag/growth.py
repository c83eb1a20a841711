"""From the words that a reader marks to as much as a person needs: a list, a clause, whole sentences."""

from __future__ import annotations

import re

from rag.english import AUXILIARY, DATE, NUMBERS
from rag.types import Article, Span

# "Google, Microsoft, and OpenAI": what stands between the members of a list, and what a member is.
_LINK = re.compile(
    r"(?:\s*\([^()]{1,40}\)(?:,\s+(?:an?|the|who|which)\s[^,;()]{3,60}(?=,))?)?"  # "Ann (born 1930), a poet, and Bob"
    r"[”\"’']?(?:\s*[,;]\s+(?:(?:and|or)\s+)?|\s+(?:and|or|as well as)\s+(?:also\s+)?)",
    re.I,
)
_CLOSED = re.compile(r", [^,]+,? (?:and|or) \S+$")
_PREDICATE = re.compile(r"[a-z]\w+ed\b|\w+(?: [\w’'-]+){0,2} (?:is|are|was|were|has|have|had|will|would)\b")
"""What follows a ", and" with a verb of its own: "in 1953, and collected more", "their place, and the plot is …"."""
_LAST = re.compile(r"\b(?:and|or|as well as)\b", re.I)
_QUOTED = re.compile(r"[“\"][^“”\"]{1,80}[”\"]")
_NAMES = re.compile(r"[^\W\d_a-zß-ÿ][\w’'.&/+-]*\w(?: [^\W\d_a-zß-ÿ][\w’'.&/+-]*\w)*")
_WORDS = re.compile(
    r"[\w’'&/%+-]+(?: (?!(?:and|or|but|which|that|who|while|as|is|are|was|were|will|would|has|have|had|can|could|may|"
    r"in|on|at|to|for|by|from|with|of|than|when|where|if|because|so|I|he|she|it|we|you|they)\b)[\w’'&/%+-]+){0,2}"
)
_TOKEN = re.compile(
    r"`[^`\n]+`|(?:https?://|www\.)[^\s<>\"“”]+\w|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\w+(?:[._/]\w+)+",
)
"""What is never cut: code, an address, a number with its decimals, a file's name."""
_COMPARATIVE = re.compile(r"more|less|fewer|\w{2,}er", re.I)
_THAN = re.compile(r"(?: [\w’'-]+){0,3} than [^,.;:()]+")
_BY = re.compile(r"(?: (?:by|x|×) \d[\d.,]*(?: [a-z]+\b)?)+")
"""What a size goes on with: "2.4 metres by 1.8 metres"."""
_SURNAME = re.compile(r" [A-Z][\w-]+(?![\w’'-]| [A-Z])")
_PLACED = re.compile(r"(?:^|\b)(?:in|on|at|of|from|since|until|near|during)(?: the)? $", re.I)
_HEDGE = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|over|under|(?:more|less|fewer) than|at (?:least|most)|"
    r"up to)\s+$",
    re.I,
)
_QUANTITY = re.compile(rf"[$€£¥]?\d|(?:{NUMBERS})\b", re.I)
_REST = re.compile(r"(?P<list>[^,.;:()“”\"]{0,60}(?:, [^,.;:()“”\"]+)+,? (?:and|or) [^,.;:()“”\"]+)[.!]?$")
_VERB = re.compile(
    rf"\b(?:{AUXILIARY}|who|which|that|where|when|while|because|he|she|it|they|we|you|but|so|said|says)\b|, \w+ed\b",
    re.I,
)
"""What tells that words behind a comma are no members of a list."""
_CLAUSE = re.compile(r"[;:]\s+|,\s+(?:(?:but|and|while|whereas|though|although|yet)\s+)", re.I)
_WHICH_TIME = re.compile(r"\b(?:(?:the )?(?:following|next|previous|same|early|late)|last|that)\s+$", re.I)
_CLOCK = r"(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?|noon|midnight)"
_SHUT = re.compile(r"\b(?:closed|shut|except|not|never)(?: (?:on|for))? $", re.I)
_TO = r" ?(?:to|until|till|–|-) ?"
_CLOCKS = rf"(?:(?:from )?{_CLOCK}(?:{_TO}{_CLOCK})?|from \d{{1,2}} (?:to|until|till) \d{{1,2}}(?=\W*$|[.,;)]))"
_DAYS = rf"(?:{DATE})(?: of [A-Z][a-z]+|{_TO}(?:{DATE}))?"
_MOMENT = re.compile(
    rf"\b(?:(?:{DATE})(?:, (?:and )?| and ))*(?:(?:first|second|third|fourth|last) )?{_DAYS},? (?:at )?{_CLOCKS}(?!\w)"
)
"""A date, or days, with a time of day, or hours: "Monday to Friday, 8 a.m. to 6 p.m."."""


def evidence(article: Article, span: Span) -> Span:
    """Return the sentence, or the run of sentences, that `span` lies in."""
    around = article.sentences_around(span)
    return Span(article.sentences[around[0]].start, article.sentences[around[-1]].end)


def grown(article: Article, span: Span) -> Span:
    """Return the list that `span` is a member of, inside its sentence; a span that is in none comes back as it is.

    "Google" grows to "Google, Microsoft, and OpenAI". A list has an "and" or an "or"; without, commas only set
    phrases apart.
    """
    text, sentence = article.text, evidence(article, span)
    start, end = span.start, span.end
    member = _NAMES if _NAMES.fullmatch(span.of(text)) else _WORDS
    if _CLOSED.search(span.of(text)):
        return span
    closed = False
    while not closed and (link := _LINK.match(text, end, sentence.end)):
        following = _QUOTED.match(text, link.end(), sentence.end) or member.match(text, link.end(), sentence.end)
        if following is None or ("," in link[0] and _PREDICATE.match(text, following.start(), sentence.end)):
            break
        closed, end = _LAST.search(link[0]) is not None, following.end()
    if not closed:
        rest = _REST.match(text, span.end, sentence.end) if member is _WORDS else None
        return Span(start, rest.end("list")) if rest and not _VERB.search(rest[0]) else span
    if text[end - 1] in '”"' and start > sentence.start and text[start - 1] in '“"':
        start -= 1  # its own opening mark
    return Span(start, end)


def clause(article: Article, span: Span) -> Span:
    """Return the clause of its sentence that `span` lies in: what settles a yes or no."""
    sentence = evidence(article, span)
    text = article.text
    cuts = [
        cut
        for cut in _CLAUSE.finditer(text, sentence.start, sentence.end)
        if re.search(r"\b[a-z]", text[cut.end() : sentence.end])  # ", and OpenAI" is no clause
    ]
    start = max((cut.end() for cut in cuts if cut.end() <= span.start), default=sentence.start)
    end = min((cut.start() for cut in cuts if cut.start() >= span.end), default=sentence.end)
    while end > start + 1 and text[end - 1] in ".!?*_":
        end -= 1
    return Span(start, end)


def moment(article: Article, span: Span) -> Span:
    """Return the date and the time of day of which `span` is one, on its line; else `span` as it is.

    "19:00" of "16 June, 19:00" is no answer to when.
    """
    start = article.text.rfind("\n", 0, span.start) + 1
    end = (article.text.find("\n", span.end) + 1 or len(article.text) + 1) - 1
    for found in _MOMENT.finditer(article.text, start, end):
        if (
            found.start() <= span.start
            and span.end <= found.end()
            and not _SHUT.search(article.text[start : found.start()])
        ):
            return Span(*found.span())
    which = _WHICH_TIME.search(article.text[start : span.start])
    return Span(start + which.start(), span.end) if which else span


def complete(article: Article, words: Span) -> Span:
    """Return words with what they mean nothing, or something else, without: "more than" of "more than 2,000".

    What is compared with after a bare "more", the rest of an address or of a piece of code, and the marks and brackets
    that `balanced` adds.
    """
    text, sentence = article.text, evidence(article, words)
    start, end = words.start, words.end
    for token in _TOKEN.finditer(text, sentence.start, sentence.end):
        if token.start() < end and start < token.end():
            inside = 1 if token[0][0] == "`" else 0
            start, end = min(start, token.start() + inside), max(end, token.end() - inside)
    by = _BY.match(text, end, sentence.end) if _QUANTITY.match(text, start) else None
    end = by.end() if by else end
    forename = " " not in text[start:end] and _NAMES.fullmatch(text, start, end)
    placed = _PLACED.search(text[sentence.start : start])  # "In Berlin Angela Merkel"
    surname = _SURNAME.match(text, end, sentence.end) if forename and not placed else None
    if surname and text.count(text[start : surname.end()]) > 1:  # "Peter" where it twice has "Peter Drake"
        end = surname.end()
    than = _THAN.match(text, end, sentence.end) if _COMPARATIVE.fullmatch(text, start, end) else None
    end = than.end() if than else end
    hedge = _HEDGE.search(text[sentence.start : start]) if _QUANTITY.match(text, start) else None
    start = sentence.start + hedge.start() if hedge else start
    return balanced(article, Span(start, end))


def balanced(article: Article, words: Span) -> Span:
    """Return words with the quotation mark or bracket beside them whose other half they have."""
    text, start, end = article.text, words.start, words.end
    for opens, closes in ("“”", "()", "[]"):
        open_, alone = 0, 0
        for character in words.of(text):
            if character == opens:
                open_ += 1
            elif character == closes and open_:
                open_ -= 1
            elif character == closes:
                alone += 1
        if alone and text[start - 1 : start] == opens:
            start -= 1
        after = re.match(rf"[,.]?\{closes}", text[end : end + 2])
        if open_ and after:
            end += after.end()
    return Span(start, end)
