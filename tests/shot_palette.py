"""A picture in 256 colours of its own, which makes its file a third as large."""

from collections import Counter

from PySide6.QtGui import QImage

_MOST, _SURFACES = 256, 40
_COARSE = 0xF8F8F8  # colours that agree in these bits look alike


def with_few_colours(picture: QImage) -> QImage:
    """Return a picture in its most frequent colours, every other one as the nearest of them."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(plain.constBits()).cast("B").cast("I")
    counts = Counter(pixels)
    chosen = _chosen(counts)
    place = {colour: _nearest(colour, chosen) for colour in counts}
    small = QImage(plain.size(), QImage.Format.Format_Indexed8)
    small.setColorTable([colour | 0xFF000000 for colour in chosen])
    lines, width = small.bytesPerLine(), plain.width()
    target = memoryview(small.bits()).cast("B")
    for row in range(plain.height()):
        line = pixels[row * width : (row + 1) * width]
        target[row * lines : row * lines + width] = bytes(place[colour] for colour in line)
    return small


def _chosen(counts: Counter[int]) -> list[int]:
    """Return the colours to keep: surfaces as they are, then one of all that look alike."""
    common = [colour for colour, _ in counts.most_common()]
    kept = dict.fromkeys(common[:_SURFACES])
    seen = {colour & _COARSE for colour in kept}
    for colour in common[_SURFACES:]:
        if colour & _COARSE not in seen:
            seen.add(colour & _COARSE)
            kept[colour] = None
    return list(kept)[:_MOST]


def _nearest(colour: int, chosen: list[int]) -> int:
    red, green, blue = colour >> 16 & 255, colour >> 8 & 255, colour & 255

    def distance(number: int) -> int:
        other = chosen[number]
        away = (other >> 16 & 255) - red, (other >> 8 & 255) - green, (other & 255) - blue
        return 3 * away[0] ** 2 + 6 * away[1] ** 2 + away[2] ** 2

    return min(range(len(chosen)), key=distance)
