"""One module per document type; each turns bytes into a Document. Listed in `extract.reading`."""
