"""What may be asked."""

from __future__ import annotations

import unicodedata

from rag.errors import QuestionError, shown

MAX_LENGTH = 2000
"""Code points; far above what the reader takes, so that nothing enormous is tokenised to find that out."""


def checked(question: str) -> str:
    """Return `question` with its white space made single spaces.

    Raises:
        QuestionError: if it is blank, without a letter or digit, too long, or holds what is no text.
    """
    if len(question) > MAX_LENGTH:
        raise QuestionError(
            f"the question {shown(question)} has {len(question):,} characters; ask it in {MAX_LENGTH:,}"
        )
    asked = " ".join(question.split())
    if not asked:
        raise QuestionError("the question is empty; ask something about the article")
    for character in asked:
        category = unicodedata.category(character)
        if category in {"Cc", "Cs"}:
            kind = "a lone surrogate" if category == "Cs" else "a control character"
            raise QuestionError(
                f"the question {shown(question)} holds {kind} (U+{ord(character):04X}); ask it in plain text"
            )
    if not any(character.isalnum() for character in asked):
        raise QuestionError(f"the question {shown(question)} has no letter and no digit; ask it in words")
    return asked
