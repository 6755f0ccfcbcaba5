"""Drift of many relationships at once: histories in, lines over time out, limits of one's own."""
