"""What a load keeps on disk while it runs, so that its memory does not grow with its rows."""
