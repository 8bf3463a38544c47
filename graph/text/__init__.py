"""Terms and text retrieval."""
