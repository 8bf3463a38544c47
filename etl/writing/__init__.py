"""Facts into the store: only what changed, and back out again."""
