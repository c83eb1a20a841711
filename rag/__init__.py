"""Quoth: ask an article, get exact quotes from it or an honest "the article does not say"."""

__version__ = "0.4.0"
