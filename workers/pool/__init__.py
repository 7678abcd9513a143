"""The processes that work: a supervising thread, spawned workers, and one process for previews."""
