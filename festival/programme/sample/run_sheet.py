"""The opening night's run sheet: its order and its chapters after the public reports, its numbers, hours and notes invented."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from festival.core.actor import SYSTEM
from festival.core.trilingual import Trilingual
from festival.programme.cues import CueContent
from festival.programme.services import sheets

_MINUTE = 60
_NOTHING = Trilingual()
_CHAPTERS = (
    Trilingual("Chương I", "第一章", "Chapter I"),
    Trilingual("Chương II", "第二章", "Chapter II"),
    Trilingual("Chương III", "第三章", "Chapter III"),
)
CHAPTER_TITLES = (
    Trilingual("Những sắc màu tình bạn", "友情の彩り", "Colours of Friendship"),
    Trilingual("Song hành và đồng điệu", "ともに歩み、響き合う", "Side by Side, in Harmony"),
    Trilingual("Bản hòa ca sức sống mới", "新たな息吹の合唱", "A Chorus of New Life"),
)
_DIRECTOR = "Tổng đạo diễn (mẫu)"
_STAGE = "Tổ sân khấu (mẫu)"
_PROTOCOL = "Tổ lễ tân (mẫu)"
_SCREEN = "Tổ hình ảnh (mẫu)"


@dataclass(frozen=True, slots=True)
class SampleCue:
    """A cue of `minutes`; `fixed`: not before so many minutes after the event's start."""

    title: Trilingual
    minutes: float
    owner: str = _DIRECTOR
    fixed: int | None = None
    performers: Trilingual = _NOTHING
    stage: Trilingual = _NOTHING
    light: Trilingual = _NOTHING
    sound: Trilingual = _NOTHING
    screen: Trilingual = _NOTHING

    def content(self) -> CueContent:
        """Return it as it is stored."""
        return CueContent(
            title=self.title,
            seconds=round(self.minutes * _MINUTE),
            starts_after=None if self.fixed is None else self.fixed * _MINUTE,
            owner=self.owner,
            performers=self.performers,
            stage=self.stage,
            light=self.light,
            sound=self.sound,
            screen=self.screen,
        )


_OPENING = (
    SampleCue(
        title=Trilingual("Trống hội", "太鼓", "Drums"),
        minutes=5,
        fixed=0,
        performers=Trilingual("Đội trống hội (mẫu)", "太鼓チーム（サンプル）", "Drum team (sample)"),
        stage=Trilingual("Trống đặt sẵn hai bên sân khấu.", "太鼓は舞台の両側に設置済み。", "Drums stand on both sides of the stage."),
        light=Trilingual("Tối toàn bộ, đèn vàng theo nhịp trống.", "暗転から、太鼓に合わせて黄色の照明。", "Blackout, then amber on the beat."),
        sound=Trilingual("Mở 8 micro trống.", "太鼓用マイク8本を開く。", "Open the eight drum microphones."),
        screen=Trilingual("Biểu trưng lễ hội.", "フェスティバルのロゴ。", "The festival’s emblem."),
    ),
    SampleCue(
        title=Trilingual("Múa lân", "獅子舞", "Lion dance"),
        minutes=4,
        performers=Trilingual("Đoàn lân (mẫu)", "獅子舞団（サンプル）", "Lion dance troupe (sample)"),
        stage=Trilingual("Lân vào từ hai lối khán giả.", "獅子は客席の二つの通路から入場。", "Lions enter by both aisles."),
        light=Trilingual("Đèn dõi theo lân.", "獅子をピンスポットで追う。", "Follow spots on the lions."),
    ),
    SampleCue(
        title=Trilingual("Yosakoi", "YOSAKOI", "Yosakoi"),
        minutes=6,
        performers=Trilingual("Đội Yosakoi (mẫu)", "YOSAKOIチーム（サンプル）", "Yosakoi team (sample)"),
        stage=Trilingual("Dọn trống khỏi mặt sàn trước khi vào.", "入場前に太鼓を舞台からはける。", "Clear the drums before they enter."),
        light=Trilingual("Toàn sáng, đổi màu theo điệp khúc.", "全明かり。サビで色を替える。", "Full stage, new colour at each chorus."),
        sound=Trilingual("Phát nhạc nền bài 03.", "音源03番を再生。", "Play track 03."),
        screen=Trilingual("Hình tuyết và hoa oải hương.", "雪とラベンダーの映像。", "Snow and lavender."),
    ),
    SampleCue(
        title=Trilingual("Giới thiệu đại biểu (mẫu)", "ご来賓の紹介（サンプル）", "Introducing the guests (sample)"),
        minutes=5,
        owner=_PROTOCOL,
        sound=Trilingual("Mở 2 micro người dẫn chương trình.", "司会者のマイク2本を開く。", "Open both presenters’ microphones."),
        screen=Trilingual("Phụ đề Việt – Nhật.", "日本語とベトナム語の字幕。", "Captions in Vietnamese and Japanese."),
    ),
    SampleCue(
        title=Trilingual("Phát biểu khai mạc (mẫu)", "開会のあいさつ（サンプル）", "Opening addresses (sample)"),
        minutes=10,
        owner=_PROTOCOL,
        stage=Trilingual("Đưa bục phát biểu vào giữa sân khấu.", "演台を舞台中央に出す。", "Bring the lectern to the centre."),
        light=Trilingual("Sáng bục, tối sau.", "演台を照らし、背景は落とす。", "Light on the lectern, dark behind."),
        sound=Trilingual("Mở micro bục và kênh phiên dịch.", "演台マイクと通訳回線を開く。", "Open the lectern and the interpreters’ channel."),
    ),
    SampleCue(
        title=Trilingual("Phim tài liệu", "記録映画", "Documentary"),
        minutes=8,
        owner=_SCREEN,
        fixed=32,
        stage=Trilingual("Cất bục, chuẩn bị Chương I sau màn.", "演台を下げ、幕裏で第一章の準備。", "Strike the lectern, set Chapter I behind the screen."),
        light=Trilingual("Tối sân khấu và quảng trường.", "舞台と広場を暗くする。", "Dark on stage and square."),
        screen=Trilingual("Phát phim có phụ đề.", "字幕入りの映画を上映。", "Play the film with captions."),
    ),
)  # fmt: skip

# Chapter, title, minutes. All of these numbers are invented.
_NUMBERS: tuple[tuple[int, Trilingual, float], ...] = (
    (0, Trilingual("Vịnh xanh gọi bạn", "青い湾が友を呼ぶ", "The blue bay calls"), 5),
    (0, Trilingual("Tuyết và hoa ban", "雪とバウヒニアの花", "Snow and mountain blossom"), 5.5),
    (0, Trilingual("Khúc hát người đi biển", "海の男たちの歌", "Song of the seafarers"), 5),
    (0, Trilingual("Điệu múa quạt giấy", "扇の舞", "Dance of the paper fans"), 5),
    (1, Trilingual("Hai bờ một nhịp", "二つの岸、一つの鼓動", "Two shores, one beat"), 5.5),
    (1, Trilingual("Đàn bầu và đàn koto", "ダンバウと琴", "Monochord and koto"), 6),
    (1, Trilingual("Con tàu mùa xuân", "春の船", "The ship of spring"), 5),
    (1, Trilingual("Lời ru hai miền", "二つの国の子守唄", "Lullabies of two lands"), 4.5),
    (2, Trilingual("Than đen, nắng vàng", "黒い石炭、黄金の陽", "Black coal, golden sun"), 5),
    (2, Trilingual("Cánh đồng oải hương", "ラベンダーの野", "Fields of lavender"), 5),
    (2, Trilingual("Đại hợp xướng", "大合唱", "The great chorus"), 6.5),
)
_FIRST_OF_CHAPTER = Trilingual(
    "Mở màn chương: tiêu đề chương hiện trên màn hình.",
    "章の幕開け。章題を映す。",
    "The chapter opens: its title on the screen.",
)
_CLOSING = SampleCue(
    title=Trilingual("Bế mạc và chụp ảnh lưu niệm (mẫu)", "閉会と記念撮影（サンプル）", "Closing and photograph (sample)"),
    minutes=10,
    owner=_PROTOCOL,
    fixed=105,
    stage=Trilingual("Mời đại biểu và diễn viên lên sân khấu.", "ご来賓と出演者を舞台へご案内。", "Guests and performers on stage."),
    light=Trilingual("Toàn sáng cả quảng trường.", "広場全体を明るくする。", "Full light on the whole square."),
    sound=Trilingual("Nhạc kết, rồi thông báo lối ra.", "終演の音楽、続いて退場のご案内。", "Closing music, then how to leave."),
)  # fmt: skip


def _numbers() -> tuple[SampleCue, ...]:
    cues = []
    for place, (chapter, title, minutes) in enumerate(_NUMBERS):
        is_first = place == 0 or _NUMBERS[place - 1][0] != chapter
        name, theme = _CHAPTERS[chapter], CHAPTER_TITLES[chapter]
        cues.append(
            SampleCue(
                title=Trilingual(
                    f"{name.vi} “{theme.vi}”: {title.vi} (mẫu)",
                    f"{name.ja}「{theme.ja}」　{title.ja}（サンプル）",
                    f"{name.en} “{theme.en}”: {title.en} (sample)",
                ),
                minutes=minutes,
                owner=_STAGE,
                screen=_FIRST_OF_CHAPTER if is_first else _NOTHING,
            )
        )
    return tuple(cues)


NUMBERS = _numbers()
OPENING_NIGHT_CUES = (*_OPENING, *NUMBERS, _CLOSING)


def load(session: Session, *, edition_id: int, draft_id: int, now: datetime) -> None:
    """Write the run sheet of the opening night; the caller commits."""
    for cue in OPENING_NIGHT_CUES:
        sheets.add(
            session,
            actor=SYSTEM,
            edition_id=edition_id,
            draft_id=draft_id,
            content=cue.content(),
            now=now,
        )
