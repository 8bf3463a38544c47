"""How far a load is and what it did."""
