"""The drivers: each reads from storage, calls pure functions, writes to storage.

Each may be repeated or killed at any moment; what is left to do is always a query.
"""
