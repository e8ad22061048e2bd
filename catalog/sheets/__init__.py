"""Goods by spreadsheet: the columns, reading, checking row by row, writing. The verbs lie in `catalog.services`.

The same columns are written and read, so what is exported can be edited and brought back. A seller's own code
(Oscar's `partner_sku`, unique for each partner) says which product a row is about.
"""
