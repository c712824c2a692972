"""The sample edition itself: its official name, its theme and its days in November."""

from festival.core.trilingual import Trilingual

FIRST_DAY, MAIN_DAY, LAST_DAY = 16, 17, 20

TITLE = Trilingual(
    vi="Lễ hội Hokkaido tại Hạ Long",
    ja="ハロン北海道フェスティバル",
    en="Hokkaido Festival in Hạ Long",
)
THEME = Trilingual(
    vi="Quảng Ninh – Hokkaido: Hội nhập văn hóa giàu bản sắc",
    ja="クアンニン×北海道　個性豊かな文化の交わり",
    en="Quảng Ninh – Hokkaido: Cultures rich in identity, coming together",
)

FIRST_RELEASE = "1.0"
FIRST_NOTE = Trilingual(
    vi="Công bố chương trình lần đầu.",
    ja="プログラムを初めて公開しました。",
    en="The programme is published for the first time.",
)
