"""WeasyPrint at work. Only `app.engine.pdf` loads this file, with the first document: it takes 25 MB of memory."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from typing import Any

from PIL import ImageFile
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# WeasyPrint lets Pillow take half a picture for the whole process; a scan that was cut off must be refused.
ImageFile.LOAD_TRUNCATED_IMAGES = False


def draw(html: str, readable: frozenset[Path], **options: Any) -> bytes:
    """Return the PDF of a page that may read the `readable` fonts; `options` are WeasyPrint's."""
    document = HTML(string=html, base_url="motcua:", url_fetcher=FencedFetcher(readable))
    return document.write_pdf(font_config=font_configuration(), **options)


@cache
def font_configuration() -> FontConfiguration:
    """One configuration for the process: sharing it keeps memory flat over thousands of documents."""
    return FontConfiguration()


# Pango must be alive when the configuration is freed; at the end of the interpreter it no longer is.
atexit.register(font_configuration.cache_clear)


class FencedFetcher(URLFetcher):
    """Reads what a document may read: its fonts and inline images. Anything else is refused, whatever a template says."""

    def __init__(self, readable: frozenset[Path]) -> None:
        super().__init__()
        self.readable = readable

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the bytes behind `url`; ValueError for any address but a readable font's and data:."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        path = Path(url.removeprefix("file://"))
        if url.startswith("file://") and path in self.readable:
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/ttf"})
        raise ValueError(f"a document may not read {url}")
