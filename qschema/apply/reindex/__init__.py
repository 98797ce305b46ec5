"""Reindexing: filling a new generation of a collection while the old one serves, proving it, and what comes after."""
