"""Strict mode: what a collection refuses so that no caller can overload it, as a server 1.19.0 does.

Every call passes `admission` before it is handled. Each rule has a file of its own; `asking` is what most calls share.
Rates are counted in `rates`.
"""
