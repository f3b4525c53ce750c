"""WeasyPrint at work. Only `app.engine.pdf` loads this file, with the first document: it takes 25 MB of memory."""

from __future__ import annotations

import atexit
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# WeasyPrint lets Pillow take half a picture for the whole process; a scan that was cut off must be refused.
ImageFile.LOAD_TRUNCATED_IMAGES = False
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
MOST_SHEETS = 64  # about as many as there are templates


def draw(html: str, readable: frozenset[Path], **options: Any) -> bytes:
    """Return the PDF of a page that may read the `readable` fonts; `options` are WeasyPrint's."""
    fetcher = FencedFetcher(readable)
    sheets = [_sheet(rules, readable) for rules in STYLE.findall(html)]
    document = HTML(string=STYLE.sub("", html), base_url="motcua:", url_fetcher=fetcher)
    return document.write_pdf(font_config=font_configuration(), stylesheets=sheets, **options)


@lru_cache(MOST_SHEETS)
def _sheet(rules: str, readable: frozenset[Path]) -> CSS:
    """The rules of a template, read once: they are the same in each of a thousand documents."""
    return CSS(string=rules, base_url="motcua:", url_fetcher=FencedFetcher(readable), font_config=font_configuration())


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
