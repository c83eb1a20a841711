"""The browser chat; everything it knows of answers comes from `rag`."""
