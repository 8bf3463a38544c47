"""Answers as text for people and as plain data for programs; nothing here computes or rewords."""
