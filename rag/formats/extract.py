"""`python -m rag.formats.extract NAME < FILE > TEXT`: takes one file apart, its memory and time bounded."""

from __future__ import annotations

import sys
from pathlib import Path

from rag.corpus import FORMATS, check_length
from rag.errors import ArticleError, without_surrogates


def main() -> None:
    """Extract one file from stdin to stdout; exit 2 and one line on stderr if it cannot be."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    path = Path(sys.argv[1])
    try:
        raw = FORMATS[path.suffix.lower()](path, sys.stdin.buffer.read())
        text = without_surrogates(raw).encode()
        check_length(text, path)
        sys.stdout.buffer.write(text)
    except ArticleError as error:
        sys.stderr.write(str(error))
        sys.exit(2)


if __name__ == "__main__":
    main()
