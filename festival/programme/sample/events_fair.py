"""The fair of 17–19 November, and bon odori and street art beside it: open to everyone."""

from datetime import time

from festival.core.trilingual import Trilingual
from festival.programme.sample import venues
from festival.programme.sample.shapes import SAMPLE_HOURS, SampleEvent, prose
from festival.programme.types import Audience, EventKind

_FAIR_TEXT = Trilingual(
    vi="Khoảng 60 gian hàng của Hokkaido quanh Quảng trường 30/10: sản phẩm, văn hóa và món ăn.",
    ja="10月30日広場の周辺に、北海道の物産、文化、食のブースが約60並びます。",
    en="About 60 booths from Hokkaido around 30/10 Square: its products, its culture and its food.",
)
_FAIR_ENTRY = Trilingual(
    vi="Hội chợ mở cho mọi người, không cần đăng ký. Nên mang theo túi dùng nhiều lần. Đi cùng trẻ nhỏ, xin hẹn trước "
    "một điểm gặp nhau.",
    ja="登録は不要で、どなたでもご入場いただけます。マイバッグのご持参をおすすめします。"
    "お子さま連れの方は、はぐれたときの待ち合わせ場所を決めておくと安心です。",
    en="Everyone is welcome; there is no need to register. A reusable bag is handy. If you come with small children, "
    "please agree on a place to meet.",
)


def _fair(
    day: int, ordinal: Trilingual, *, opens: time, closes: time, summary: Trilingual, hours: Trilingual
) -> SampleEvent:
    return SampleEvent(
        slug=f"hoi-cho-{day}-11",
        title=Trilingual(
            vi=f"Hội chợ thương mại, văn hóa và ẩm thực – {ordinal.vi}",
            ja=f"物産・文化・食のフェア（{ordinal.ja}）",
            en=f"Trade, culture and food fair – {ordinal.en}",
        ),
        summary=summary,
        text=prose(
            vi=(_FAIR_TEXT.vi, hours.vi, _FAIR_ENTRY.vi),
            ja=(_FAIR_TEXT.ja, hours.ja, _FAIR_ENTRY.ja),
            en=(_FAIR_TEXT.en, hours.en, _FAIR_ENTRY.en),
            closing=SAMPLE_HOURS,
        ),
        kind=EventKind.FAIR,
        audience=Audience.PUBLIC,
        venue=venues.SQUARE,
        space="hoi-cho",
        day=day,
        starts=opens,
        ends=closes,
    )


FAIR_DAYS = (
    _fair(
        17,
        Trilingual(vi="ngày thứ nhất", ja="1日目", en="first day"),
        opens=time(9, 0),
        closes=time(16, 0),
        summary=Trilingual(
            vi="Ngày đầu của hội chợ, mở cửa đến 16:00 để chuẩn bị cho đêm khai mạc.",
            ja="フェア初日は、オープニングナイトの準備のため16:00（現地時間）に閉場します。",
            en="The fair’s first day; it closes at 16:00 so that the square can be made ready for the opening night.",
        ),
        hours=Trilingual(
            vi="Ngày 17/11 hội chợ đóng cửa lúc 16:00. Muốn xem đêm khai mạc, xin đăng ký vé riêng.",
            ja="11月17日は16:00（現地時間）に閉場します。オープニングナイトのご観覧には、別途ご登録が必要です。",
            en="On 17 November the fair closes at 16:00. For the opening night please register separately.",
        ),
    ),
    _fair(
        18,
        Trilingual(vi="ngày thứ hai", ja="2日目", en="second day"),
        opens=time(9, 0),
        closes=time(21, 30),
        summary=Trilingual(
            vi="Hội chợ mở suốt từ sáng đến tối; buổi tối có múa bon odori.",
            ja="朝から夜まで開場し、夜には盆踊りも行われます。",
            en="The fair is open from morning to evening, with bon odori at night.",
        ),
        hours=Trilingual(
            vi="Buổi chiều có nghệ thuật đường phố, buổi tối có múa bon odori cách đó vài bước chân.",
            ja="すぐそばで、午後にはストリートアート、夜には盆踊りをお楽しみいただけます。",
            en="A few steps away there is street art in the afternoon and bon odori in the evening.",
        ),
    ),
    _fair(
        19,
        Trilingual(vi="ngày thứ ba", ja="3日目", en="third day"),
        opens=time(9, 0),
        closes=time(21, 30),
        summary=Trilingual(
            vi="Ngày cuối của hội chợ, mở suốt từ sáng đến tối.",
            ja="フェア最終日も、朝から夜まで開場します。",
            en="The fair’s last day, open from morning to evening.",
        ),
        hours=Trilingual(
            vi="Đây là ngày cuối: chiều và tối vẫn có nghệ thuật đường phố và múa bon odori.",
            ja="最終日も、午後はストリートアート、夜は盆踊りをお楽しみいただけます。",
            en="On this last day too there is street art in the afternoon and bon odori in the evening.",
        ),
    ),
)


def _bon_odori(day: int, ordinal: Trilingual) -> SampleEvent:
    return SampleEvent(
        slug=f"bon-odori-{day}-11",
        title=Trilingual(
            vi=f"Cùng múa bon odori – {ordinal.vi}",
            ja=f"盆踊り（{ordinal.ja}）",
            en=f"Dancing bon odori – {ordinal.en}",
        ),
        summary=Trilingual(
            vi="Ai cũng có thể vào vòng múa bon odori, kể cả người chưa múa bao giờ.",
            ja="初めての方も、どなたでも踊りの輪に加わっていただけます。",
            en="Anyone can join the circle of the bon odori dance, even if you have never danced it.",
        ),
        text=prose(
            vi=(
                (
                    "Bon odori là điệu múa tập thể trong lễ hội mùa hè của Nhật Bản: mọi người đi thành vòng tròn và làm "
                    "theo người dẫn. Động tác đơn giản, người lớn và trẻ em đều múa được."
                ),
                (
                    "Ai muốn múa, xin đăng ký trước, mỗi lượt tối đa 6 người. Người đến xem không cần đăng ký. Nên đi giày "
                    "đế bằng, mặc quần áo thoải mái."
                ),
                "Sân múa mở lúc 18:30. Xin mang theo mã QR, trên điện thoại hoặc bản in.",
            ),
            ja=(
                (
                    "盆踊りは、日本の夏祭りで親しまれている踊りです。輪になって、先導する人の動きに合わせて踊ります。"
                    "振り付けはやさしく、大人もお子さまも楽しめます。"
                ),
                (
                    "踊りに参加される方は、事前にご登録ください。一度に6名さままでご登録いただけます。"
                    "ご覧になるだけの方は登録不要です。歩きやすい靴と、動きやすい服装でお越しください。"
                ),
                "踊りの広場は18:30（現地時間）に開きます。QRコードは、スマートフォンの画面か印刷したものをお持ちください。",
            ),
            en=(
                (
                    "Bon odori is danced together at summer festivals in Japan: people move in a circle and follow whoever "
                    "leads. The steps are simple, for grown-ups and children alike."
                ),
                (
                    "To dance, please register beforehand, for up to 6 people at a time. If you only want to watch, there "
                    "is no need to. Flat shoes and comfortable clothes are best."
                ),
                "The dance ground opens at 18:30. Please bring your QR code, on a phone or printed.",
            ),
            closing=SAMPLE_HOURS,
        ),
        kind=EventKind.PERFORMANCE,
        audience=Audience.PUBLIC,
        venue=venues.SQUARE,
        space="san-bon-odori",
        day=day,
        starts=time(19, 0),
        ends=time(20, 30),
        doors=time(18, 30),
        capacity=500,
        registered=True,
    )


def _street_art(day: int, ordinal: Trilingual) -> SampleEvent:
    return SampleEvent(
        slug=f"nghe-thuat-duong-pho-{day}-11",
        title=Trilingual(
            vi=f"Nghệ thuật đường phố – {ordinal.vi}",
            ja=f"ストリートアート（{ordinal.ja}）",
            en=f"Street art – {ordinal.en}",
        ),
        summary=Trilingual(
            vi="Buổi chiều nghệ thuật đường phố quanh Quảng trường 30/10, ai cũng xem được.",
            ja="10月30日広場の周辺で、午後のストリートアートをどなたでもご覧いただけます。",
            en="An afternoon of street art around 30/10 Square, for everyone to watch.",
        ),
        text=prose(
            vi=(
                (
                    "Nghệ thuật đường phố diễn ra quanh Quảng trường 30/10, cạnh hội chợ. Mời người dân và du khách dừng "
                    "chân xem, không cần đăng ký."
                ),
                "Xin giữ lối đi thông thoáng và để trẻ nhỏ đứng phía trước. Nên mang mũ và nước uống.",
            ),
            ja=(
                "10月30日広場の周辺、フェア会場のそばで行われます。登録は不要ですので、お気軽に足をお止めください。",
                (
                    "通路をふさがないようお願いいたします。小さなお子さまには前の場所をお譲りください。"
                    "帽子と飲み物があると安心です。"
                ),
            ),
            en=(
                (
                    "The street art is shown around 30/10 Square, beside the fair. Just stop and watch; there is no need "
                    "to register."
                ),
                "Please keep the paths clear and let small children stand in front. A hat and some water are handy.",
            ),
            closing=SAMPLE_HOURS,
        ),
        kind=EventKind.PERFORMANCE,
        audience=Audience.PUBLIC,
        venue=venues.SQUARE,
        space="nghe-thuat-duong-pho",
        day=day,
        starts=time(15, 0),
        ends=time(18, 0),
    )


BON_ODORI_EVENINGS = (
    _bon_odori(18, Trilingual(vi="tối thứ nhất", ja="第1夜", en="first evening")),
    _bon_odori(19, Trilingual(vi="tối thứ hai", ja="第2夜", en="second evening")),
)
STREET_ART_AFTERNOONS = (
    _street_art(18, Trilingual(vi="chiều thứ nhất", ja="1回目", en="first afternoon")),
    _street_art(19, Trilingual(vi="chiều thứ hai", ja="2回目", en="second afternoon")),
)

FAIR_EVENTS = (*FAIR_DAYS, *BON_ODORI_EVENINGS, *STREET_ART_AFTERNOONS)
