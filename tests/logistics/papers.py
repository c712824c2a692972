"""An official document with everything that one can have, for the tests of its form."""

from datetime import date

from docx.shared import Length

from festival.core.trilingual import Language
from festival.logistics.papers.official.content import (
    Annex,
    Band,
    Column,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Row,
    Signature,
    Table,
)

TABLE = Table(
    (Column("TT", 8, "center"), Column("Nhiệm vụ", 62), Column("Thời hạn", 30, "center")),
    (
        Band("I. An ninh"),
        *(
            Row((str(n), f"Việc số {n}: bố trí lực lượng tại vị trí trực đã phân công", "05/11/2026"))
            for n in range(1, 61)
        ),
    ),
)


def document(language: Language = "vi") -> Document:
    """Return a document with everything that one can have: two pages of text, a long table on a wide annex."""
    said = (
        "Bảo đảm an ninh trật tự, an toàn giao thông tại Quảng trường 30/10 trong các ngày diễn ra Lễ hội. "
        * 4
    )
    return Document(
        language=language,
        title="Kế hoạch – Tổ chức Lễ hội",
        dated=date(2026, 11, 5),
        head=Letterhead(
            parent="ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NINH",
            issuer="BAN TỔ CHỨC LỄ HỘI",
            number="Số: 12/KH-BTC",
            nation="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            motto="Độc lập - Tự do - Hạnh phúc",
            place="Hạ Long, ngày 05 tháng 11 năm 2026",
            kind="KẾ HOẠCH",
            subject="Tổ chức Lễ hội Hokkaido",
        ),
        blocks=(
            Paragraph("Căn cứ Văn bản số 1-TB/TU;", italic=True),
            Heading(1, "I. MỤC ĐÍCH, YÊU CẦU"),
            *(Paragraph(said, lead=f"{n}.") for n in range(1, 9)),
            Paragraph("Trên đây là Kế hoạch, đề nghị các cơ quan triển khai thực hiện./."),
        ),
        signature=Signature(
            "TM. BAN TỔ CHỨC", ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"), "Nguyễn Thị Ễ Ự Ặ · 髙﨑 鷗"
        ),
        recipients_title="Nơi nhận:",
        recipients=("- Thường trực Tỉnh ủy;", "- Lưu: VT."),
        annexes=(
            Annex("Phụ lục", "DANH MỤC NHIỆM VỤ", "(Kèm theo Kế hoạch số 12/KH-BTC)", (TABLE,), wide=True),
        ),
    )


def mm(length: Length | None) -> float:
    """Return a length in millimetres; files keep it in twentieths of a point."""
    assert length is not None
    return round(float(length.mm), 1)
