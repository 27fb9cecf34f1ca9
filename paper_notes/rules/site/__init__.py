"""The site: pages, feeds and data of the notes, as static files in a folder."""
