"""Reach agencies: visits, captures and looks at listings. Scrapy lives only here."""
