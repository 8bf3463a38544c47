"""Settings, GraphQL, disclosure and the command line: where everything is put together."""
