"""Files to tables: discovery, manifests, encodings, formats."""
