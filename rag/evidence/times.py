"""What is so now is not what will be: "What does Dojo focus on today?" is not answered by what it will focus on.

Only sentences that say outright which of the two they tell count: "currently", "will", "going forward".
"""

from __future__ import annotations

import re

_NOW = re.compile(r"\b(?:currently|presently|nowadays|now|today|these days|at (?:present|the moment))\b", re.I)
_LATER = re.compile(
    r"\b(?:will|going (?:to|forward)|upcoming|successor|next (?:version|generation|model|release|edition|one)|"
    r"in (?:the )?future)\b|\bwon['’]t\b",
    re.I,
)
_SAYS_NOW = re.compile(r"\b(?:currently|presently|nowadays|these days|at (?:present|the moment))\b", re.I)
_SAYS_LATER = re.compile(r"\b(?:will|upcoming|going forward|in (?:the )?future)\b|\bwon['’]t\b", re.I)
_MAY_BE_LATER = re.compile(
    r"\b(?:would|next|future|plan\w*|expect\w*|intend\w*|aim\w*|hope\w*|until|is to|are to)\b", re.I
)


def mistimed(question: str, sentence: str) -> bool:
    """Return whether `sentence` tells what is to come where `question` asks what is, or the other way round."""
    now, later = _NOW.search(question) is not None, _LATER.search(question) is not None
    if now == later:
        return False
    if now:
        return _SAYS_LATER.search(sentence) is not None and not _NOW.search(sentence)
    to_come = _SAYS_LATER.search(sentence) or _MAY_BE_LATER.search(sentence)
    return _SAYS_NOW.search(sentence) is not None and not to_come
