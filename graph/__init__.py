"""The graph: vocabulary, store, projection, text, links."""
