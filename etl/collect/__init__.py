"""What data owners are given to fill in."""
