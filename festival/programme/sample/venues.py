"""The sample's venues. Of their figures only the square's 23,000 m² in 11 zones are public; how it is divided is a sample."""

from datetime import time

from festival.core.trilingual import Trilingual
from festival.programme.sample.shapes import SampleSpace, SampleVenue
from festival.programme.types import RoomType

SQUARE = "quang-truong-30-10"
PALACE = "cung-quy-hoach"
FLC = "flc-ha-long"
AIRPORT = "san-bay-van-don"
UNIVERSITY = "dai-hoc-ha-long"
PROVINCE = "cac-dia-diem-trong-tinh"

# Four zones of one person per square metre: half of the planning density of 2 per m² (HSG195).
_AUDIENCE = tuple(
    SampleSpace(
        slug=f"khan-gia-{letter.lower()}",
        name=Trilingual(vi=f"Khu khán giả {letter}", ja=f"観客エリア{letter}", en=f"Audience zone {letter}"),
        area=2_500,
        capacity=2_500,
        room_type=RoomType.OUTSIDE,
    )
    for letter in "ABCD"
)

_SQUARE_SPACES = (
    SampleSpace(
        slug="san-khau",
        name=Trilingual(vi="Sân khấu và hậu trường", ja="ステージ・舞台裏", en="Stage and backstage"),
        area=2_000,
        capacity=500,
        room_type=RoomType.STAGE,
        changeover=30,
    ),
    SampleSpace(
        slug="khan-dai-dai-bieu",
        name=Trilingual(vi="Khán đài đại biểu", ja="来賓席", en="Delegates’ stand"),
        area=1_000,
        capacity=600,
    ),
    *_AUDIENCE,
    SampleSpace(
        slug="hoi-cho",
        name=Trilingual(vi="Khu hội chợ", ja="フェアエリア", en="Fair zone"),
        area=4_000,
        capacity=2_600,  # 1.5 m² a person, as at an exhibition
    ),
    SampleSpace(
        slug="am-thuc",
        name=Trilingual(vi="Khu ẩm thực", ja="飲食エリア", en="Food zone"),
        area=2_000,
        capacity=2_000,  # 1 m² a person, as where people eat
    ),
    SampleSpace(
        slug="san-bon-odori",
        name=Trilingual(vi="Sân múa bon odori", ja="盆踊り広場", en="Bon odori ground"),
        area=1_500,
        capacity=750,
    ),
    SampleSpace(
        slug="nghe-thuat-duong-pho",
        name=Trilingual(vi="Khu nghệ thuật đường phố", ja="ストリートアートエリア", en="Street art zone"),
        area=1_000,
        capacity=600,
    ),
    SampleSpace(
        slug="don-tiep-y-te",
        name=Trilingual(vi="Khu đón tiếp và y tế", ja="受付・救護エリア", en="Reception and first aid"),
        area=1_500,
    ),
)

VENUES = (
    SampleVenue(
        slug=SQUARE,
        name=Trilingual(vi="Quảng trường 30/10", ja="10月30日広場", en="30/10 Square"),
        address=Trilingual(
            vi="Hạ Long, tỉnh Quảng Ninh", ja="クアンニン省ハロン", en="Hạ Long, Quảng Ninh province"
        ),
        directions=Trilingual(
            vi="Tối 17/11, xin đi bộ hoặc dùng phương tiện công cộng: theo phương án mẫu, đường Trần Quốc Nghiễn "
            "cấm xe từ 15:00. Cách chia khu trên quảng trường là phương án mẫu.",
            ja="11月17日の夜は、徒歩または公共交通機関でお越しください。サンプル計画では、チャン・クオック・ギエン通りが"
            "15:00（現地時間）から通行止めになります。広場の区画割りもサンプルです。",
            en="On the evening of 17 November please come on foot or by public transport: in the sample plan Trần Quốc "
            "Nghiễn street is closed from 15:00. The division of the square into zones is a sample too.",
        ),
        spaces=_SQUARE_SPACES,
        quiet=(time(23), time(6)),
    ),
    SampleVenue(
        slug=PALACE,
        name=Trilingual(
            vi="Cung Quy hoạch, Hội chợ và Triển lãm tỉnh",
            ja="クアンニン省計画・見本市・展示館",
            en="Provincial Planning, Fair and Exhibition Palace",
        ),
        address=Trilingual(
            vi="Hạ Long, tỉnh Quảng Ninh", ja="クアンニン省ハロン", en="Hạ Long, Quảng Ninh province"
        ),
        directions=Trilingual(
            vi="Đại biểu đi theo đoàn có xe đưa đón. Ai tự đến, xin có mặt trước giờ khai mạc 30 phút để làm thủ tục. "
            "Tên phòng và số chỗ là số liệu mẫu.",
            ja="代表団の皆さまには送迎車をご用意いたします。個別にお越しの方は、受付のため開会の30分前までにご到着ください。"
            "会場名と席数はサンプルです。",
            en="Cars take the delegations there. If you come by yourself, please arrive 30 minutes before the opening "
            "to check in. Names of rooms and numbers of seats are samples.",
        ),
        spaces=(
            SampleSpace(
                slug="hoi-truong-chinh",
                name=Trilingual(vi="Hội trường chính", ja="大ホール", en="Main hall"),
                capacity=600,
                room_type=RoomType.LECTUREHALL,
                changeover=30,
            ),
            SampleSpace(
                slug="phong-hoi-thao-1",
                name=Trilingual(vi="Phòng hội thảo 1", ja="第1セミナー室", en="Seminar room 1"),
                capacity=200,
                room_type=RoomType.WORKSHOP,
                changeover=15,
            ),
            SampleSpace(
                slug="phong-hoi-thao-2",
                name=Trilingual(vi="Phòng hội thảo 2", ja="第2セミナー室", en="Seminar room 2"),
                capacity=200,
                room_type=RoomType.WORKSHOP,
                changeover=15,
            ),
        ),
    ),
    SampleVenue(
        slug=FLC,
        name=Trilingual(
            vi="Trung tâm Hội nghị quốc tế FLC Hạ Long",
            ja="FLCハロン国際会議場",
            en="FLC Hạ Long International Convention Centre",
        ),
        address=Trilingual(
            vi="Hạ Long, tỉnh Quảng Ninh", ja="クアンニン省ハロン", en="Hạ Long, Quảng Ninh province"
        ),
        directions=Trilingual(
            vi="Khách mời đi xe của đoàn; điểm đón và giờ đón ghi trong giấy mời.",
            ja="ご招待の皆さまは、代表団の車両でご移動いただきます。乗車場所と時刻は招待状をご覧ください。",
            en="Guests go there in their delegation’s cars; the invitation says where and when they leave.",
        ),
        spaces=(
            SampleSpace(
                slug="phong-hoi-dam",
                name=Trilingual(vi="Phòng hội đàm", ja="会談室", en="Meeting room"),
                capacity=100,
            ),
        ),
    ),
    SampleVenue(
        slug=AIRPORT,
        name=Trilingual(vi="Sân bay Vân Đồn", ja="ヴァンドン空港", en="Vân Đồn airport"),
        address=Trilingual(
            vi="Vân Đồn, tỉnh Quảng Ninh", ja="クアンニン省ヴァンドン", en="Vân Đồn, Quảng Ninh province"
        ),
        directions=Trilingual(
            vi="Cán bộ lễ tân đón đoàn tại sân bay và hướng dẫn lên xe về khách sạn.",
            ja="接遇担当が空港で皆さまをお迎えし、ホテル行きのお車へご案内いたします。",
            en="The reception team meets the guests at the airport and shows them to the cars to their hotels.",
        ),
        spaces=(
            SampleSpace(
                slug="sanh-den",
                name=Trilingual(vi="Sảnh đến", ja="到着ロビー", en="Arrivals hall"),
            ),
        ),
    ),
    SampleVenue(
        slug=UNIVERSITY,
        name=Trilingual(vi="Trường Đại học Hạ Long", ja="ハロン大学", en="Hạ Long University"),
        address=Trilingual(
            vi="Uông Bí, tỉnh Quảng Ninh", ja="クアンニン省ウオンビ", en="Uông Bí, Quảng Ninh province"
        ),
        directions=Trilingual(
            vi="Trường ở Uông Bí, không ở Hạ Long; xin tính thêm thời gian đi đường.",
            ja="会場はハロンではなくウオンビにあります。移動時間に余裕をもってお越しください。",
            en="The university is in Uông Bí, not in Hạ Long; please allow time for the road.",
        ),
    ),
    SampleVenue(
        slug=PROVINCE,
        name=Trilingual(
            vi="Các địa điểm trong tỉnh", ja="クアンニン省内の各会場", en="Places around the province"
        ),
        address=Trilingual(vi="Tỉnh Quảng Ninh", ja="クアンニン省", en="Quảng Ninh province"),
        directions=Trilingual(
            vi="Địa điểm cụ thể ghi trong giấy mời của từng hoạt động.",
            ja="詳しい場所は、各行事の招待状をご覧ください。",
            en="The invitation to each activity says exactly where it is.",
        ),
    ),
)

# Minutes by car in ordinary traffic, as a sample; the evening of the main night takes longer.
WAYS = {
    (SQUARE, PALACE): 10,
    (SQUARE, FLC): 15,
    (SQUARE, AIRPORT): 60,
    (SQUARE, UNIVERSITY): 50,
    (PALACE, FLC): 15,
    (PALACE, AIRPORT): 60,
    (PALACE, UNIVERSITY): 50,
    (FLC, AIRPORT): 65,
    (FLC, UNIVERSITY): 50,
    (AIRPORT, UNIVERSITY): 90,
}
