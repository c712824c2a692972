"""The investment conference and the two thematic seminars of 17 November. Numbers of seats are samples."""

from datetime import time

from festival.core.trilingual import Trilingual
from festival.programme.sample import venues
from festival.programme.sample.edition import MAIN_DAY
from festival.programme.sample.shapes import SAMPLE_HOURS, SampleEvent, prose
from festival.programme.types import Audience, EventKind

CONFERENCE = SampleEvent(
    slug="hoi-nghi-xuc-tien-dau-tu",
    title=Trilingual(
        vi="Hội nghị Xúc tiến đầu tư Quảng Ninh – Nhật Bản",
        ja="クアンニン・日本投資促進会議",
        en="Quảng Ninh – Japan Investment Promotion Conference",
    ),
    summary=Trilingual(
        vi="Hội nghị về đầu tư Nhật Bản tại Quảng Ninh, phối hợp với JETRO, góp phần phát triển bền vững "
        "Việt Nam – Nhật Bản.",
        ja="「ベトナムと日本の持続可能な発展への貢献」を掲げ、ジェトロと連携して開く投資会議です。",
        en="A conference on Japanese investment in Quảng Ninh, held with JETRO, under the motto “Contributing to the "
        "sustainable development of Vietnam – Japan”.",
    ),
    text=prose(
        vi=(
            (
                "Hội nghị giới thiệu môi trường đầu tư của Quảng Ninh với doanh nghiệp Nhật Bản. Năm 2023, giấy chứng nhận "
                "cho các dự án trị giá hơn 80 triệu USD đã được trao; khi đó tỉnh có 12 dự án Nhật Bản với tổng vốn khoảng "
                "2,4 tỷ USD."
            ),
            (
                "Hội nghị dành cho nhà đầu tư, doanh nghiệp và cơ quan được mời. Cửa mở lúc 07:30 để làm thủ tục; xin mang "
                "theo giấy mời và danh thiếp."
            ),
        ),
        ja=(
            (
                "クアンニン省の投資環境を、日本の企業の皆さまにご紹介します。2023年には、総額8,000万米ドルを超える事業の"
                "証書が交付されました。当時、省内の日本企業の事業は12件、総額は約24億米ドルでした。"
            ),
            (
                "ご招待した投資家、企業、関係機関の皆さまが対象です。受付は7:30（現地時間）からです。"
                "招待状と名刺をお持ちください。"
            ),
        ),
        en=(
            (
                "The conference shows companies from Japan what Quảng Ninh offers investors. In 2023 certificates for "
                "projects worth more than USD 80 million were handed over; the province then had 12 Japanese projects "
                "of about USD 2.4 billion."
            ),
            (
                "It is for invited investors, companies and agencies. Doors open at 07:30 for check-in; please bring your "
                "invitation and business cards."
            ),
        ),
        closing=SAMPLE_HOURS,
    ),
    kind=EventKind.CONFERENCE,
    audience=Audience.INVITED,
    venue=venues.PALACE,
    space="hoi-truong-chinh",
    day=MAIN_DAY,
    starts=time(8, 0),
    ends=time(11, 30),
    doors=time(7, 30),
    capacity=600,
)

AGRICULTURE = SampleEvent(
    slug="hoi-thao-nong-nghiep-tang-truong-xanh",
    title=Trilingual(
        vi="Hội thảo chuyên đề Nông nghiệp tăng trưởng xanh",
        ja="専門セミナー「農業のグリーン成長」",
        en="Seminar on green growth in agriculture",
    ),
    summary=Trilingual(
        vi="Quảng Ninh và Hokkaido trao đổi về nông nghiệp tăng trưởng xanh.",
        ja="クアンニン省と北海道が、農業のグリーン成長について意見を交わします。",
        en="Quảng Ninh and Hokkaido exchange views on green growth in agriculture.",
    ),
    text=prose(
        vi=(
            (
                "Hội thảo là dịp để hai bên trao đổi kinh nghiệm và bàn hướng hợp tác về nông nghiệp tăng trưởng xanh. "
                "Hội thảo diễn ra cùng buổi chiều với hội thảo về văn hóa, du lịch và nguồn nhân lực."
            ),
            "Hội thảo dành cho đại biểu, doanh nghiệp và cơ quan được mời. Cửa mở lúc 13:30; xin mang theo giấy mời.",
        ),
        ja=(
            (
                "農業のグリーン成長について、双方が経験を共有し、協力の方向を話し合うセミナーです。"
                "文化・観光・人材育成のセミナーと同じ午後に開かれます。"
            ),
            "ご招待した代表者、企業、関係機関の皆さまが対象です。開場は13:30（現地時間）です。招待状をお持ちください。",
        ),
        en=(
            (
                "Both sides share experience and discuss how to work together on green growth in agriculture. "
                "The seminar on culture, tourism and human resources takes place the same afternoon."
            ),
            "It is for invited delegates, companies and agencies. Doors open at 13:30; please bring your invitation.",
        ),
        closing=SAMPLE_HOURS,
    ),
    kind=EventKind.SEMINAR,
    audience=Audience.INVITED,
    venue=venues.PALACE,
    space="phong-hoi-thao-1",
    day=MAIN_DAY,
    starts=time(14, 0),
    ends=time(17, 0),
    doors=time(13, 30),
    capacity=200,
)

CULTURE = SampleEvent(
    slug="hoi-thao-van-hoa-du-lich-nhan-luc",
    title=Trilingual(
        vi="Hội thảo chuyên đề giao lưu văn hóa, du lịch và phát triển nguồn nhân lực",
        ja="専門セミナー「文化・観光交流と人材育成」",
        en="Seminar on cultural exchange, tourism and human resources",
    ),
    summary=Trilingual(
        vi="Quảng Ninh và Hokkaido trao đổi về giao lưu văn hóa, du lịch và phát triển nguồn nhân lực.",
        ja="クアンニン省と北海道が、文化・観光の交流と人材育成について意見を交わします。",
        en="Quảng Ninh and Hokkaido exchange views on culture, tourism and the development of human resources.",
    ),
    text=prose(
        vi=(
            (
                "Hội thảo bàn về ba nội dung: giao lưu văn hóa, du lịch và phát triển nguồn nhân lực giữa Quảng Ninh "
                "và Hokkaido. Hội thảo diễn ra cùng buổi chiều với hội thảo về nông nghiệp."
            ),
            "Hội thảo dành cho đại biểu, doanh nghiệp và cơ quan được mời. Cửa mở lúc 13:30; xin mang theo giấy mời.",
        ),
        ja=(
            (
                "クアンニン省と北海道の文化交流、観光、人材育成の三つをテーマに話し合うセミナーです。"
                "農業のセミナーと同じ午後に開かれます。"
            ),
            "ご招待した代表者、企業、関係機関の皆さまが対象です。開場は13:30（現地時間）です。招待状をお持ちください。",
        ),
        en=(
            (
                "The seminar has three subjects: cultural exchange, tourism and the development of human resources "
                "between Quảng Ninh and Hokkaido. The seminar on agriculture takes place the same afternoon."
            ),
            "It is for invited delegates, companies and agencies. Doors open at 13:30; please bring your invitation.",
        ),
        closing=SAMPLE_HOURS,
    ),
    kind=EventKind.SEMINAR,
    audience=Audience.INVITED,
    venue=venues.PALACE,
    space="phong-hoi-thao-2",
    day=MAIN_DAY,
    starts=time(14, 0),
    ends=time(17, 0),
    doors=time(13, 30),
    capacity=200,
)

CONFERENCE_EVENTS = (CONFERENCE, AGRICULTURE, CULTURE)
