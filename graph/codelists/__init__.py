"""Code lists by version: what a value of a coded property may be. Each ``.toml`` beside this file is one list."""
