"""The guests' arrival, the talks and the opening night."""

from datetime import time

from festival.core.trilingual import Trilingual
from festival.programme.sample import venues
from festival.programme.sample.edition import MAIN_DAY
from festival.programme.sample.shapes import SAMPLE_HOURS, SampleEvent, prose
from festival.programme.types import Audience, EventKind

CHARTER = SampleEvent(
    slug="chuyen-bay-tu-new-chitose",
    title=Trilingual(
        vi="Đón chuyến bay thuê chuyến từ New Chitose",
        ja="新千歳空港からのチャーター便到着",
        en="Arrival of the charter flight from New Chitose",
    ),
    summary=Trilingual(
        vi="Chuyến bay thuê chuyến đưa đoàn khách từ Hokkaido đến thẳng sân bay Vân Đồn.",
        ja="北海道からのお客さまを乗せたチャーター便が、ヴァンドン空港に直行で到着します。",
        en="A charter flight brings the guests from Hokkaido straight to Vân Đồn airport.",
    ),
    text=prose(
        vi=(
            (
                "Chuyến bay thuê chuyến chở đoàn khách từ sân bay New Chitose (Hokkaido) đến sân bay Vân Đồn. "
                "Năm 2023, chuyến bay VN9891 hạ cánh lúc 14:10 với 274 hành khách."
            ),
            (
                "Hoạt động dành cho đoàn khách và cán bộ được giao nhiệm vụ đón tiếp. Khách vui lòng giữ sẵn hộ chiếu "
                "và giấy mời; cán bộ lễ tân đón đoàn tại sảnh đến và hướng dẫn lên xe."
            ),
        ),
        ja=(
            (
                "北海道の新千歳空港を出発したチャーター便が、お客さまを乗せてヴァンドン空港に到着します。"
                "2023年は、VN9891便が274名のお客さまを乗せ、14:10（現地時間）に着陸しました。"
            ),
            (
                "ご一行さまと、お迎えを担当する職員を対象とした行事です。パスポートと招待状をお手元にご用意ください。"
                "到着ロビーで接遇担当がお迎えし、お車へご案内いたします。"
            ),
        ),
        en=(
            (
                "The charter flight takes the guests from New Chitose airport in Hokkaido to Vân Đồn airport. "
                "In 2023 flight VN9891 landed at 14:10 with 274 passengers."
            ),
            (
                "This is for the travelling party and the staff who receive it. Guests, please have your passport and "
                "invitation at hand; the reception team waits in the arrivals hall and shows you to the cars."
            ),
        ),
    ),
    kind=EventKind.CEREMONY,
    audience=Audience.INVITED,
    venue=venues.AIRPORT,
    space="sanh-den",
    day=16,
    starts=time(14, 10),
    ends=time(15, 30),
)

TALKS = SampleEvent(
    slug="hoi-dam-va-ky-ban-ghi-nho",
    title=Trilingual(
        vi="Hội đàm và ký bản ghi nhớ", ja="会談・覚書署名式", en="Talks and signing of a memorandum"
    ),
    summary=Trilingual(
        vi="Tỉnh Quảng Ninh và Hokkaido hội đàm và ký bản ghi nhớ.",
        ja="クアンニン省と北海道が会談を行い、覚書に署名します。",
        en="Quảng Ninh and Hokkaido hold talks and sign a memorandum.",
    ),
    text=prose(
        vi=(
            "Buổi tối trước ngày chính của lễ hội, tỉnh Quảng Ninh và Hokkaido hội đàm, sau đó ký bản ghi nhớ.",
            "Hoạt động dành cho đại biểu được mời. Xin mang theo giấy mời và thẻ đại biểu, có mặt từ 17:30.",
        ),
        ja=(
            "フェスティバル本番の前夜、クアンニン省と北海道が会談を行い、続いて覚書に署名します。",
            (
                "ご招待した代表者の皆さまのための行事です。招待状と代表者証をお持ちのうえ、"
                "17:30（現地時間）以降にお越しください。"
            ),
        ),
        en=(
            "On the eve of the festival’s main day Quảng Ninh and Hokkaido hold talks and then sign a memorandum.",
            (
                "This is for invited delegates. Please bring your invitation and your delegate’s badge; "
                "doors open at 17:30."
            ),
        ),
        closing=SAMPLE_HOURS,
    ),
    kind=EventKind.MEETING,
    audience=Audience.INVITED,
    venue=venues.FLC,
    space="phong-hoi-dam",
    day=16,
    starts=time(18, 0),
    ends=time(20, 0),
    doors=time(17, 30),
)

OPENING_NIGHT = SampleEvent(
    slug="dem-khai-mac",
    title=Trilingual(
        vi="Đêm khai mạc Lễ hội Hokkaido tại Hạ Long",
        ja="ハロン北海道フェスティバル　オープニングナイト",
        en="Opening night of the Hokkaido Festival in Hạ Long",
    ),
    summary=Trilingual(
        vi="Trống hội, múa lân, Yosakoi và chương trình nghệ thuật ba chương trên Quảng trường 30/10.",
        ja="太鼓、獅子舞、YOSAKOI、そして全三章のステージを10月30日広場でお楽しみいただけます。",
        en="Drums, lion dance, Yosakoi and a stage show in three chapters on 30/10 Square.",
    ),
    text=prose(
        vi=(
            (
                "Đêm hội mở đầu bằng tiếng trống, múa lân, điệu nhảy Yosakoi và một bộ phim tài liệu. Tiếp theo là "
                "11 tiết mục trong ba chương: “Những sắc màu tình bạn”, “Song hành và đồng điệu” và “Bản hòa ca sức "
                "sống mới”."
            ),
            (
                "Mời người dân và du khách cùng đến dự. Vé miễn phí; xin đăng ký trước, mỗi lượt tối đa 6 người. "
                "Mỗi người có một mã QR riêng để qua cổng."
            ),
            (
                "Cổng mở lúc 17:30 theo phương án mẫu; chương trình bắt đầu lúc 20:00. Xin mang theo mã QR, trên điện "
                "thoại hoặc bản in, và một chiếc áo khoác mỏng vì buổi tối gần biển có thể lạnh."
            ),
            (
                "Năm 2023, ban tổ chức dự kiến 4.000–5.000 người nhưng hơn 10.000 người đã đến, vì vậy xin đến sớm. "
                "Nếu có việc bận, xin hủy vé để nhường chỗ cho người khác."
            ),
        ),
        ja=(
            (
                "太鼓、獅子舞、YOSAKOI、記録映画で幕を開け、続いて全11演目を三章構成でお届けします。"
                "第一章「友情の彩り」、第二章「ともに歩み、響き合う」、第三章「新たな息吹の合唱」です。"
            ),
            (
                "市民の皆さまも、ご旅行中の皆さまも、どうぞお越しください。入場券は無料です。事前に、"
                "一度に6名さままでご登録いただけます。ゲートの通過には、お一人に一つずつ発行するQRコードを使います。"
            ),
            (
                "サンプル計画では、開場は17:30、開演は20:00です（いずれも現地時間）。QRコードは、スマートフォンの画面か"
                "印刷したものをお持ちください。海に近く夜は冷えることがありますので、薄手の上着があると安心です。"
            ),
            (
                "2023年は4,000～5,000人の来場を見込んでいたところ、1万人を超える方が来場されました。お早めにお越しください。"
                "ご都合が悪くなった場合は、ほかの方にお譲りできるよう、入場券の取り消しをお願いいたします。"
            ),
        ),
        en=(
            (
                "The night begins with drums, a lion dance, Yosakoi and a documentary. Then come 11 numbers in three "
                "chapters: “Colours of Friendship”, “Side by Side, in Harmony” and “A Chorus of New Life”."
            ),
            (
                "Everyone is welcome, residents and visitors alike. Tickets are free; please register beforehand, for up "
                "to 6 people at a time. Each person gets a QR code of their own for the gate."
            ),
            (
                "In the sample plan gates open at 17:30; the show starts at 20:00. Please bring your QR code, on a phone "
                "or printed, and a light jacket, as evenings by the sea can be cool."
            ),
            (
                "In 2023 the organizers expected 4,000–5,000 people and more than 10,000 came, so please come early. "
                "If you cannot come after all, please cancel so that someone else can."
            ),
        ),
    ),
    kind=EventKind.PERFORMANCE,
    audience=Audience.PUBLIC,
    venue=venues.SQUARE,
    day=MAIN_DAY,
    starts=time(20, 0),
    ends=time(22, 0),
    doors=time(17, 30),
    capacity=10_000,
    registered=True,
    is_main=True,
)

MAIN_EVENTS = (CHARTER, TALKS, OPENING_NIGHT)
