"""Copying the points of one collection into another: in ranges, in pages, confirmed, and gone on with after a crash."""
