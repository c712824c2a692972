"""The side activities, of which the public reports give the days 16–20 November only: days and hours are samples."""

from datetime import time

from festival.core.trilingual import Trilingual
from festival.programme.sample import venues
from festival.programme.sample.shapes import SampleEvent, prose
from festival.programme.types import Audience, EventKind

_SAMPLE_DAY = Trilingual(
    vi="Ngày và giờ ghi ở đây là của chương trình mẫu.",
    ja="ここに記した日時は、サンプルプログラムのものです。",
    en="The day and hours given here are those of a sample programme.",
)

ASSEMBLIES = SampleEvent(
    slug="giao-luu-hai-co-quan-dan-cu",
    title=Trilingual(
        vi="Giao lưu giữa hai cơ quan dân cử Quảng Ninh và Hokkaido",
        ja="クアンニン省と北海道の両議会の交流",
        en="Exchange of the assemblies of Quảng Ninh and Hokkaido",
    ),
    summary=Trilingual(
        vi="Cơ quan dân cử của Quảng Ninh và Hokkaido gặp gỡ, trao đổi.",
        ja="クアンニン省と北海道の議会関係者が親しく意見を交わします。",
        en="Members of the two assemblies, of Quảng Ninh and of Hokkaido, meet and talk.",
    ),
    text=prose(
        vi=(
            "Đại biểu của hai cơ quan dân cử gặp gỡ và trao đổi trong khuôn khổ lễ hội.",
            "Hoạt động dành cho đại biểu được mời. Địa điểm ghi trong giấy mời; xin mang theo giấy mời và thẻ đại biểu.",
        ),
        ja=(
            "フェスティバルにあわせて、両議会の皆さまが交流を深める場です。",
            (
                "ご招待した代表者の皆さまのための行事です。場所は招待状をご覧ください。"
                "当日は招待状と代表者証をお持ちください。"
            ),
        ),
        en=(
            "Members of the two assemblies meet and exchange views during the festival.",
            "This is for invited delegates. The invitation says where; please bring it, and your delegate’s badge.",
        ),
        closing=_SAMPLE_DAY,
    ),
    kind=EventKind.MEETING,
    audience=Audience.INVITED,
    venue=venues.PROVINCE,
    day=18,
    starts=time(9, 0),
    ends=time(11, 0),
)

VISITS = SampleEvent(
    slug="tham-thuc-te",
    title=Trilingual(vi="Tham quan thực tế", ja="現地視察", en="Site visits"),
    summary=Trilingual(
        vi="Đoàn khách mời tham quan thực tế một số nơi trong tỉnh Quảng Ninh.",
        ja="ご招待のお客さまに、クアンニン省内の各地をご視察いただきます。",
        en="The invited guests visit places around Quảng Ninh.",
    ),
    text=prose(
        vi=(
            "Khách mời tham quan thực tế tại Quảng Ninh theo từng đoàn. Nơi đến và xe của mỗi đoàn ghi trong giấy mời.",
            (
                "Hoạt động dành cho khách mời. Nên đi giày dễ đi, mang mũ và nước uống; xin có mặt tại điểm đón trước giờ "
                "xuất phát 15 phút."
            ),
        ),
        ja=(
            "代表団ごとに、クアンニン省内を視察していただきます。行き先とお車は、招待状でご案内いたします。",
            (
                "ご招待の皆さまのための行事です。歩きやすい靴でお越しいただき、帽子と飲み物をお持ちください。"
                "出発の15分前までに集合場所へお集まりください。"
            ),
        ),
        en=(
            (
                "The guests visit places in Quảng Ninh, delegation by delegation. The invitation names the places and "
                "the car of each delegation."
            ),
            (
                "This is for invited guests. Comfortable shoes, a hat and some water are best; please be at the meeting "
                "point 15 minutes before departure."
            ),
        ),
        closing=_SAMPLE_DAY,
    ),
    kind=EventKind.TOUR,
    audience=Audience.INVITED,
    venue=venues.PROVINCE,
    day=18,
    starts=time(13, 30),
    ends=time(17, 0),
)

CENTRE = SampleEvent(
    slug="khai-truong-trung-tam-van-hoa-ngon-ngu-nhat-ban",
    title=Trilingual(
        vi="Khai trương Trung tâm Văn hóa và Ngôn ngữ Nhật Bản",
        ja="日本文化・日本語センター開所式",
        en="Opening of the Japanese culture and language centre",
    ),
    summary=Trilingual(
        vi="Trung tâm Văn hóa và Ngôn ngữ Nhật Bản khai trương tại Trường Đại học Hạ Long, Uông Bí.",
        ja="ウオンビのハロン大学に、日本文化・日本語センターが開所します。",
        en="The Japanese culture and language centre opens at Hạ Long University in Uông Bí.",
    ),
    text=prose(
        vi=(
            "Lễ khai trương Trung tâm Văn hóa và Ngôn ngữ Nhật Bản diễn ra tại Trường Đại học Hạ Long, Uông Bí.",
            (
                "Buổi lễ dành cho khách mời. Cửa mở lúc 08:30; xin mang theo giấy mời và tính thêm thời gian đi đường "
                "từ Hạ Long."
            ),
        ),
        ja=(
            "日本文化・日本語センターの開所式を、ウオンビのハロン大学で行います。",
            (
                "ご招待の皆さまのための式典です。開場は8:30（現地時間）です。招待状をお持ちのうえ、"
                "ハロンからの移動時間に余裕をもってお越しください。"
            ),
        ),
        en=(
            "The Japanese culture and language centre opens with a ceremony at Hạ Long University in Uông Bí.",
            (
                "The ceremony is for invited guests. Doors open at 08:30; please bring your invitation and allow time "
                "for the road from Hạ Long."
            ),
        ),
        closing=_SAMPLE_DAY,
    ),
    kind=EventKind.CEREMONY,
    audience=Audience.INVITED,
    venue=venues.UNIVERSITY,
    day=19,
    starts=time(9, 0),
    ends=time(10, 30),
    doors=time(8, 30),
)

GOLF = SampleEvent(
    slug="golf-huu-nghi",
    title=Trilingual(vi="Giao lưu golf hữu nghị", ja="親善ゴルフ", en="Friendly golf"),
    summary=Trilingual(
        vi="Khách mời của Quảng Ninh và Hokkaido chơi golf giao lưu.",
        ja="クアンニン省と北海道のご招待のお客さまによる、親善ゴルフです。",
        en="Invited guests from Quảng Ninh and Hokkaido play a friendly round of golf.",
    ),
    text=prose(
        vi=(
            "Một buổi golf giao lưu để khách hai bên gặp gỡ, làm quen.",
            (
                "Hoạt động dành cho người chơi được mời. Sân và giờ phát bóng của từng nhóm ghi trong giấy mời. Xin mang "
                "theo giấy mời, gậy và giày golf."
            ),
        ),
        ja=(
            "ゴルフを通じて、双方のお客さまに親睦を深めていただく行事です。",
            (
                "ご招待のプレーヤーの皆さまが対象です。コースと各組のスタート時刻は招待状をご覧ください。"
                "招待状、ゴルフクラブ、ゴルフシューズをお持ちください。"
            ),
        ),
        en=(
            "A friendly round at which guests of both sides get to know each other.",
            (
                "This is for invited players. The invitation names the course and the tee time of each group. Please bring "
                "it, and your clubs and golf shoes."
            ),
        ),
        closing=_SAMPLE_DAY,
    ),
    kind=EventKind.SPORT,
    audience=Audience.INVITED,
    venue=venues.PROVINCE,
    day=20,
    starts=time(7, 30),
    ends=time(12, 0),
)

SIDE_EVENTS = (ASSEMBLIES, VISITS, CENTRE, GOLF)
