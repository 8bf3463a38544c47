"""From source files to the graph: read, clean, validate, identify, load, report."""
