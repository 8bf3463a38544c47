"""The GraphQL schema: fixed types for answers, one type per kind derived from the vocabulary."""
