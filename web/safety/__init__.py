"""What keeps a reader safe from archived content, and the server from its readers.

Each guard is a small ASGI middleware that knows nothing of pages; `web.app` puts them in order.
"""
