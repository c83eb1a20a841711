"""What people type for short: "whats dojo gonna b abt" is "what's dojo going to be about".

A closed list. A word that the articles have is theirs, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SHORT = {
    "abt": "about", "alot": "a lot", "b4": "before", "bc": "because", "becuase": "because", "coz": "because",
    "cuz": "because", "gona": "going to", "gonna": "going to", "gotta": "have to", "hows": "how's",
    "howmany": "how many", "howmuch": "how much", "pls": "please", "plz": "please", "ppl": "people", "soz": "sorry",
    "teh": "the", "thats": "that's", "thier": "their", "thx": "thanks", "u": "you", "ur": "your", "waht": "what",
    "wanna": "want to", "wat": "what", "wehn": "when", "wen": "when", "whats": "what's", "wheres": "where's",
    "wher": "where", "whens": "when's", "whos": "who's", "whr": "where", "wht": "what", "whys": "why's",
    "wich": "which", "wot": "what", "wut": "what", "arent": "aren't", "cant": "can't", "couldnt": "couldn't",
    "didnt": "didn't", "doesnt": "doesn't", "dont": "don't", "hadnt": "hadn't", "hasnt": "hasn't", "havent": "haven't",
    "isnt": "isn't", "shouldnt": "shouldn't", "wasnt": "wasn't", "werent": "weren't", "wouldnt": "wouldn't",
}  # fmt: skip
_WORD = re.compile(rf"(?<![\w’'-])(?<!\w\.)(?<!\d )(?:{'|'.join(_SHORT)})(?![\w’'-]|\.\w)", re.I)
_BE = re.compile(r"(?<=\bgoing to )b\b")


def written_out(question: str, has: Callable[[str], bool]) -> str:
    """Return `question` with what is typed for short written out; `has` tells whether the articles have a word."""

    def out(found: re.Match[str]) -> str:
        told = found[0]
        if has(told) or (len(told) > 1 and told.isupper()) or told == "U":
            return told
        whole = _SHORT[told.casefold()]
        return whole[0].upper() + whole[1:] if told[0].isupper() else whole

    return _BE.sub("be", _WORD.sub(out, question))
