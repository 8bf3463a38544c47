"""Measurements kept with the product: ``kezhuan bench``."""
