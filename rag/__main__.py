"""`python -m rag` is `quoth`."""

from rag.cli import main

if __name__ == "__main__":
    main()
