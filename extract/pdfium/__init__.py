"""PDFium through its C interface: the only place that knows it. Everything else gets a Drawing."""
