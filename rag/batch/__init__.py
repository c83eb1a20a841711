"""Many questions: how they are read, asked at once on threads, processes or a cluster, and written in order."""
