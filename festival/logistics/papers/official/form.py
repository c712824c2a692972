"""The form of official documents after Nghị định 30/2020/NĐ-CP, Phụ lục I: sizes in points, lengths in millimetres.

Where the decree leaves a range, the choice stands beside it. Both renderers take their numbers from here.
"""

WIDTH, HEIGHT = 210, 297  # A4
TOP, BOTTOM = 20, 20  # 20–25
LEFT, RIGHT = 30, 15  # 30–35, 15–20
PAGE_NUMBER = 10  # from the paper's upper edge, in the middle of the margin; from page 2 on

NATION = 12  # quốc hiệu, capitals, bold: 12–13
MOTTO = 13  # tiêu ngữ, bold: 13–14
ISSUER = 12  # cơ quan, capitals: 12–13; the issuing one in bold
NUMBER = 13  # số, ký hiệu
PLACE = 13  # địa danh và thời gian, italic: 13–14
KIND = 14  # tên loại, capitals, bold: 13–14
BODY = 14  # 13–14
TABLE = 12  # tables are free of the decree; one size less than the text's least keeps five columns readable
RECIPIENTS_TITLE, RECIPIENTS = 12, 11
SIGNATURE = 14  # 13–14
INDENT = 10  # first line: 10 or 12.7
AFTER = 6  # points between paragraphs, at least 6
LINES = 1.15  # from single to 1.5
RULE = 0.4  # of the issuer's width: a third to a half
LEFT_SHARE = 0.42  # of the head's width for the issuer; the nation needs 85 mm in 12 points

FACE = "Times New Roman"
PDF_FACES = ("Tinos", "BIZ UDPMincho")  # Tinos has the widths of Times New Roman
JAPANESE_FACE = "Yu Mincho"
SHEET_FACE, SHEET_JAPANESE_FACE = "Arial", "Yu Gothic"
SHEET_MARGIN = 12
SHEET_TEXT, SHEET_LABEL, SHEET_TITLE = 10, 8, 15


def text_width(*, wide: bool = False) -> float:
    """Return how wide the text is on an upright page, or on one that lies (`wide`), in millimetres."""
    return (HEIGHT if wide else WIDTH) - LEFT - RIGHT
