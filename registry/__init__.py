"""Who owes what: agencies, listings, duties and deadlines."""
