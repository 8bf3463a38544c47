"""Records to facts: nodes, edges and mentions, merged."""
