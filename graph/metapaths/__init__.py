"""Typed path counts: the metapaths of a vocabulary, their degree-weighted path counts, and what chance would give."""
