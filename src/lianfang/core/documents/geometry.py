"""The page of GB/T 9704-2012 in numbers: paper, text area, grid of 22 lines by 28 characters, type sizes.

Source: GB/T 9704-2012 clauses 5.1, 5.2 and 7 (certainty B for paper, text area and grid; M+ for the rest).
Lengths are millimetres and points; Word counts in twips (1/20 point), and characters in grid cells.
"""

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210.0, 297.0
TOP_MM, LEFT_MM = 37.0, 28.0
TEXT_WIDTH_MM, TEXT_HEIGHT_MM = 156.0, 225.0
LINES, CHARACTERS = 22, 28

SIZE_2_PT, SIZE_3_PT, SIZE_4_PT, SIZE_5_PT = 22.0, 16.0, 14.0, 10.5
"""Chinese type sizes 二号, 三号, 四号, 五号 in points."""

LETTERHEAD_TOP_MM = 35.0
"""From the top of the text area to the top of the issuing body's name (7.2.4)."""
SEPARATOR_BELOW_NUMBER_MM = 4.0
"""From the document number to the red separator (7.2.7)."""
FOLIO_BELOW_TEXT_MM = 7.0
"""From the bottom of the text area to the dashes of the page number (7.5)."""
LETTER_TOP_MM, LETTER_RULE_MM, LETTER_FOOT_MM, LETTER_RULE_WIDTH_MM = 30.0, 4.0, 20.0, 170.0
"""A letter's issuing body from the edge of the paper, the double rule below it, the other above the foot's
edge, the length of both (10.1, certainty M)."""
ORDER_TOP_MM = 20.0
"""From the top of the text area to the top of an order's mark (10.2, certainty M)."""
FOLIO_LINE_PT = 20.0
THICK_RULE_MM, THIN_RULE_MM = 0.35, 0.25
"""Separators of the imprint: first and last thick, middle thin (7.4.1)."""


def twips(millimetres: float) -> int:
    """Return the nearest whole number of twips."""
    return round(millimetres * 1440 / 25.4)


def points(size: float) -> int:
    """Return a size in points as whole twips."""
    return round(size * 20)


def eighths(millimetres: float) -> int:
    """Return a rule's thickness in eighths of a point, as borders are measured."""
    return round(millimetres / 25.4 * 72 * 8)


PAGE_WIDTH, PAGE_HEIGHT = twips(PAGE_WIDTH_MM), twips(PAGE_HEIGHT_MM)
TOP, LEFT = twips(TOP_MM), twips(LEFT_MM)
RIGHT = twips(PAGE_WIDTH_MM - LEFT_MM - TEXT_WIDTH_MM)
BOTTOM = twips(PAGE_HEIGHT_MM - TOP_MM - TEXT_HEIGHT_MM)
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
TEXT_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM

LINE_PITCH = TEXT_HEIGHT // LINES
CHARACTER = TEXT_WIDTH / CHARACTERS
"""Width of one grid cell in twips; a little under the 320 of a 三号 character."""
CHARACTER_SPACE = int((CHARACTER - points(SIZE_3_PT)) / 20 * 4096) - 1
"""What Word adds to a character to fill its cell, in 1/4096 point, rounded so that 28 still fit."""

CONDENSED = int(CHARACTER) - points(SIZE_3_PT) - 1
"""What a 三号 character is set closer by, in twips, so that 28 fit a line where a program ignores the grid.

LibreOffice 7.4 gives a character that is wider than its cell two cells; so the grid is declared, for those
who look for it, while lines keep to it by exact spacing and characters by this. It is a twip more than the
cell asks for: rounding eats one.
"""


def characters(count: float) -> int:
    """Return the width of that many grid characters in twips."""
    return round(count * CHARACTER)


def width_in_characters(text: str) -> float:
    """Return how many full-width characters a text takes: half for Latin letters, digits and spaces."""
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)
