"""Reading what has no characters: pages that were scanned, and pictures.

The libraries that do it are an extra of their own; they are imported when a page is to be read.
"""
