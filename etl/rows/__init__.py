"""Tables to records: headings, values, checks, faults."""
