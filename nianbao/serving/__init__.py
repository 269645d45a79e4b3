"""What the web pages are handed: a home as a `web.site.Site`."""
