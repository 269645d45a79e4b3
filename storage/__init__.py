"""What is durable: the WARC archive and the database."""
