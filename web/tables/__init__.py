"""Everything the archive can tell, as tables: one set of rows and columns for the API and exports.

No web framework here: the exporters in `nianbao.exports` read the same tables.
"""
