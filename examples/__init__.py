"""Sample data with its licences, and what makes it."""
