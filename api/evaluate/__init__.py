"""Retrieval measured where the truth is known: ``kezhuan evaluate``."""
