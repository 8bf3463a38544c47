"""The graph as a whole: communities, key nodes, hubs, what is alike, and where demand and supply miss each other."""
