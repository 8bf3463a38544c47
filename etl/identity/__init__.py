"""Records to uids: natural keys and references."""
