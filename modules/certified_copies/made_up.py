"""Made-up papers, signatures and seals for the demo: plain to see that they are none."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageDraw, ImageFont

from app.toolkit import FONT_FILE

INK, RED = (26, 58, 140, 255), (196, 24, 24, 255)


def picture(title: str, name: str) -> bytes:
    """Draw a made-up paper as a 200 dpi scan."""
    sheet = Image.new("RGB", (1654, 1170), (253, 250, 240))
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((54, 54, 1600, 1116), outline=(176, 137, 60), width=5)
    for y, text, size, colour in (
        (147, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 45, (30, 30, 30)),
        (213, "Độc lập - Tự do - Hạnh phúc", 37, (30, 30, 30)),
        (400, title.upper(), 69, (148, 25, 30)),
        (573, f"Cấp cho: {name}", 48, (30, 30, 30)),
        (667, "Giấy tờ minh họa, mọi thông tin đều hư cấu", 37, (90, 90, 90)),
    ):
        pen.text((827, y), text, font=ImageFont.truetype(str(FONT_FILE), size), fill=colour, anchor="mm")
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=80, dpi=(200, 200))
    return out.getvalue()


def scribble() -> bytes:
    """Draw a signature in blue ink on a transparent ground."""
    sheet = Image.new("RGBA", (900, 360), (0, 0, 0, 0))
    points = [
        (90 + 7 * step, 190 + 95 * math.sin(step / 4.2) * math.cos(step / 17) - step * 0.5) for step in range(104)
    ]
    ImageDraw.Draw(sheet).line(points, fill=INK, width=11, joint="curve")
    ImageDraw.Draw(sheet).line([(120, 285), (790, 245)], fill=INK, width=7)
    return _png(sheet)


def ring() -> bytes:
    """Draw a red seal that says what it is, on a transparent ground."""
    sheet = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    pen = ImageDraw.Draw(sheet)
    for edge, width in ((8, 14), (110, 7)):
        pen.ellipse((edge, edge, 600 - edge, 600 - edge), outline=RED, width=width)
    for y, text, size in ((255, "BẢN", 64), (325, "THỬ NGHIỆM", 46)):
        pen.text((300, y), text, font=ImageFont.truetype(str(FONT_FILE), size), fill=RED, anchor="mm")
    for step in range(24):
        angle = step * math.pi / 12
        across, down = 300 + 240 * math.cos(angle), 300 + 240 * math.sin(angle)
        pen.ellipse((across - 9, down - 9, across + 9, down + 9), fill=RED)
    return _png(sheet)


def _png(sheet: Image.Image) -> bytes:
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
