"""Reports to full-text search and back. Whoosh lives only here."""
