"""The API below /api/v1: everything that is stored, for programs. Reading only, without a key.

Rows and columns are those of `web.tables`, filters those of `web.asking`.
"""
