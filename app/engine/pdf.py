"""PDF pages from sandboxed templates; only files named here and data: images can be read while drawing."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from app.data.format import (
    format_day,
    format_day_in_words,
    format_moment,
    format_moment_in_words,
    lower_first,
    money,
    number,
)
from app.data.text import translate
from app.data.wording import dong_in_words
from app.engine.columns import Columns
from app.engine.registry import registry

ROOT = Path(__file__).resolve().parents[2]
FONTS = Path("/usr/share/fonts/truetype/liberation2")
FACES = {
    "regular": "LiberationSerif-Regular.ttf",
    "bold": "LiberationSerif-Bold.ttf",
    "italic": "LiberationSerif-Italic.ttf",
    "bold_italic": "LiberationSerif-BoldItalic.ttf",
}
FONT_FILE = FONTS / FACES["regular"]
ALPHABET = "ăâđêôơưĂÂĐÊÔƠƯ" + "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ" + "₫"


def render(template: str, context: dict[str, Any], **options: Any) -> bytes:
    """Draw a template as PDF. Raises jinja2.UndefinedError when the template asks for what is not there."""
    from app.engine.press import draw

    page = environment().get_template(template).render(fonts=font_addresses(), **context)
    return draw(page, frozenset(FONTS / file for file in FACES.values()), **options)


def joined(parts: list[bytes]) -> bytes:
    """Put several PDF files one after another into one."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as document:
                whole.pages.extend(document.pages)
        whole.save(out)
    return out.getvalue()


@cache
def environment() -> SandboxedEnvironment:
    """The template world of documents: no request, no session, an error for every missing word."""
    modules = {module.name: FileSystemLoader(module.folder / "templates") for module in registry.modules.values()}
    loader = ChoiceLoader(
        [
            FileSystemLoader(ROOT / "templates"),
            PrefixLoader(modules),
            *[FileSystemLoader(module.folder / "templates") for module in registry.modules.values()],
        ]
    )
    world = SandboxedEnvironment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    world.filters.update(
        money=money,
        number=number,
        day=format_day,
        day_in_words=format_day_in_words,
        lower_first=lower_first,
        moment=format_moment,
        moment_in_words=format_moment_in_words,
        words=dong_in_words,
    )
    world.globals.update(_=translate, columns=Columns.of)
    return world


def font_addresses() -> dict[str, str]:
    """File addresses of the document font; named by path, since two packages share its family name."""
    return {name: (FONTS / file).as_uri() for name, file in FACES.items()}


def missing_letters() -> dict[str, str]:
    """Return the Vietnamese letters each face of the document font lacks; empty when all is well."""
    from fontTools.ttLib import TTFont

    lacking = {}
    for file in FACES.values():
        path = FONTS / file
        known = TTFont(path).getBestCmap() if path.exists() else {}
        gaps = "".join(letter for letter in ALPHABET if ord(letter) not in known)
        if gaps:
            lacking[file] = gaps
    return lacking
