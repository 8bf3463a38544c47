"""Matches, paths, partners and what explains them."""
