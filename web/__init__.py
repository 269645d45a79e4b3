"""The pages and the API: what most users see. Read-only but for the review queue."""
