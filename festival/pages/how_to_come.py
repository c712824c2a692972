"""How to come to the opening night: general advice, and figures of a sample plan (pages say which)."""

from dataclasses import dataclass

from festival.core.trilingual import Trilingual


@dataclass(frozen=True, slots=True)
class HowTo:
    """One piece of advice: `text` answers in a sentence, `more` says the rest. `icon` names a symbol of icons.svg."""

    icon: str
    title: Trilingual
    text: Trilingual
    more: Trilingual


# 19:15 is 45 minutes before the show: in the 45 minutes after it 60–70 % of a crowd arrive.
FACTS: tuple[HowTo, ...] = (
    HowTo(
        icon="gate",
        title=Trilingual(
            vi="Quảng trường và giờ mở cổng", ja="会場と開場時刻", en="The square and its gates"
        ),
        text=Trilingual(
            vi="Cổng Quảng trường 30/10 mở lúc 17:30, chương trình bắt đầu lúc 20:00 (phương án mẫu).",
            ja="10月30日広場の開場は17:30、開演は20:00です（現地時間、サンプル計画）。",
            en="The gates of 30/10 Square open at 17:30 and the show starts at 20:00 (sample plan).",
        ),
        more=Trilingual(
            vi="Quảng trường rộng 23.000 m², phương án mẫu có 6 cổng. Xin đến sớm, trước 19:15: càng gần giờ diễn "
            "cổng càng đông. Nếu vé ghi khung giờ đến, xin đến trong khung giờ ấy.",
            ja="広場の面積は23,000平方メートル、サンプル計画ではゲートは6か所です。開演が近づくほど混み合いますので、"
            "19:15までにお越しください。入場券に来場時間枠の記載がある場合は、その時間内にお越しください。",
            en="The square has 23,000 m² and, in the sample plan, 6 gates. Please come early, before 19:15: the closer to "
            "the show, the longer the queues. If your ticket names an arrival time, please come then.",
        ),
    ),
    HowTo(
        icon="walk",
        title=Trilingual(vi="Đi bộ hoặc đi xe buýt", ja="徒歩・バスで", en="On foot or by bus"),
        text=Trilingual(
            vi="Đi bộ hoặc đi xe buýt là cách thuận tiện nhất trong tối chính.",
            ja="当日の夜は、徒歩またはバスでのご来場が便利です。",
            en="On the main night it is easiest to come on foot or by bus.",
        ),
        more=Trilingual(
            vi="Xe buýt và taxi không vào được đoạn đường cấm; xin xuống xe bên ngoài rồi đi bộ vào cổng. "
            "Trước khi đi, xin hỏi đơn vị vận tải về chuyến cuối buổi tối.",
            ja="通行止めの区間にはバスもタクシーも入れません。手前で降りて、ゲートまで歩いてお越しください。"
            "お帰りの最終便は、事前に運行会社にご確認ください。",
            en="Buses and taxis cannot enter the closed street; please get off outside it and walk to the gate. "
            "Before you leave, ask the operator about the last service of the evening.",
        ),
    ),
    HowTo(
        icon="car",
        title=Trilingual(vi="Bãi đỗ xe", ja="駐車場", en="Car parks"),
        text=Trilingual(
            vi="Phương án mẫu có 4 bãi đỗ xe và 2 bãi dự phòng.",
            ja="サンプル計画では、駐車場を4か所、予備の駐車場を2か所設けます。",
            en="The sample plan has 4 car parks, and 2 more in reserve.",
        ),
        more=Trilingual(
            vi="Xin đi theo biển chỉ dẫn và lực lượng phân luồng; không dừng, đỗ trên đường dẫn đến cổng. Bãi dự phòng "
            "chỉ mở khi bốn bãi kia đã đầy. Nên đi chung xe.",
            ja="案内標識と誘導員の指示に従ってください。ゲートへ続く道路での駐停車はご遠慮ください。予備の駐車場は、"
            "4か所が満車になった場合にのみ開きます。できるだけ乗り合わせでお越しください。",
            en="Please follow the signs and the traffic staff, and do not stop on the roads to the gates. The reserve car "
            "parks open only when the other four are full. Sharing a car helps.",
        ),
    ),
    HowTo(
        icon="road",
        title=Trilingual(vi="Cấm đường", ja="交通規制", en="Road closure"),
        text=Trilingual(
            vi="Đường Trần Quốc Nghiễn cấm xe từ 15:00 ngày 17/11 (phương án mẫu).",
            ja="11月17日は、チャン・クオック・ギエン通りが15:00から通行止めになります（現地時間、サンプル計画）。",
            en="Trần Quốc Nghiễn street is closed from 15:00 on 17 November (sample plan).",
        ),
        more=Trilingual(
            vi="Đường mở lại sau khi người dân đã ra về an toàn. Người đi bộ vẫn đi được. Xe ưu tiên vẫn vào được, xin "
            "nhường đường.",
            ja="通行止めは、来場された皆さまの退場が安全に終わってから解除します。歩行者の方は通行できます。"
            "緊急車両が通るときは、道をお譲りください。",
            en="It opens again when everyone has left safely. You can walk there all the time. Emergency vehicles still "
            "pass; please make way for them.",
        ),
    ),
    HowTo(
        icon="ticket",
        title=Trilingual(vi="Nên mang theo", ja="お持ちいただくもの", en="What to bring"),
        text=Trilingual(
            vi="Mã QR của từng người, điện thoại đã sạc pin và áo khoác mỏng.",
            ja="お一人ずつのQRコード、充電したスマートフォン、薄手の上着をお持ちください。",
            en="The QR code of each person, a charged phone and a light jacket.",
        ),
        more=Trilingual(
            vi="Vé in ra giấy cũng dùng được. Xin mở sẵn mã QR trước khi đến lượt. Túi càng nhỏ, qua cổng càng nhanh; "
            "người không mang túi qua nhanh nhất.",
            ja="入場券は印刷したものでもご利用いただけます。順番が来る前にQRコードをご用意ください。"
            "手荷物が少ないほど、スムーズに入場できます。",
            en="A printed ticket works too. Please have the QR code ready before your turn. The smaller the bag, the "
            "quicker the gate; without one it is quickest.",
        ),
    ),
    HowTo(
        icon="forbidden",
        title=Trilingual(
            vi="Không được mang vào", ja="お持ち込みいただけないもの", en="What to leave at home"
        ),
        text=Trilingual(
            vi="Không mang pháo, chất dễ cháy, vật sắc nhọn, chai thủy tinh và thiết bị bay.",
            ja="花火・爆竹、可燃物、刃物、ガラス瓶、ドローンは持ち込めません。",
            en="No fireworks, flammables, sharp objects, glass bottles or drones.",
        ),
        more=Trilingual(
            vi="Đây là danh mục mẫu. Xin không mang hành lý cồng kềnh, ô cán dài; nếu trời mưa, áo mưa tiện hơn ô "
            "vì không che người đứng sau.",
            ja="一覧はサンプルです。大きな荷物や長い傘もご遠慮ください。雨の場合は、後ろの方の視界をさえぎらないよう、"
            "傘ではなくレインコートをご利用ください。",
            en="This list is a sample. Please bring no bulky luggage or long umbrellas either; in rain a raincoat is "
            "better, as it hides nobody’s view.",
        ),
    ),
    HowTo(
        icon="accessible",
        title=Trilingual(vi="Người khuyết tật, người cao tuổi", ja="バリアフリー", en="Accessibility"),
        text=Trilingual(
            vi="Nhân viên ở mỗi cổng giúp người đi xe lăn, người cao tuổi và gia đình có xe đẩy (phương án mẫu).",
            ja="車いすの方、ご高齢の方、ベビーカーをご利用の方を、各ゲートの係員がお手伝いします（サンプル計画）。",
            en="Staff at every gate help people in wheelchairs, older people and families with prams (sample plan).",
        ),
        more=Trilingual(
            vi="Không cần đứng chờ trong hàng dài: xin báo với nhân viên gần nhất, người đi cùng sẽ vào cùng. "
            "Nên đến sớm, khi cổng còn vắng.",
            ja="長い列にお並びいただく必要はありません。お近くの係員にお声がけください。お連れの方もご一緒に入場できます。"
            "比較的すいている早めの時間帯のご来場をおすすめします。",
            en="You need not wait in a long queue: tell the nearest member of staff, and whoever is with you comes in with "
            "you. It is best to come early, while the gates are quiet.",
        ),
    ),
    HowTo(
        icon="child",
        title=Trilingual(vi="Trẻ lạc", ja="迷子のお子さま", en="Lost children"),
        text=Trilingual(
            vi="Xin báo ngay cho nhân viên gần nhất; trẻ được đưa về khu đón tiếp (phương án mẫu).",
            ja="すぐにお近くの係員にお知らせください。お子さまは受付エリアで保護します（サンプル計画）。",
            en="Tell the nearest member of staff at once; children are taken to the reception area (sample plan).",
        ),
        more=Trilingual(
            vi="Trước khi vào cổng, xin hẹn một điểm gặp nhau và cho trẻ giữ giấy ghi số điện thoại của bố mẹ. "
            "Nếu thấy trẻ đi một mình, xin ở lại với cháu và gọi nhân viên.",
            ja="ご入場の前に、待ち合わせ場所をお決めください。保護者の方の電話番号を書いたメモをお子さまに持たせておくと"
            "安心です。一人でいるお子さまを見かけたら、そばを離れずに係員をお呼びください。",
            en="Before you come in, agree on a meeting place and give your child a note with your phone number. "
            "If you see a child alone, please stay with the child and call a member of staff.",
        ),
    ),
    HowTo(
        icon="medical",
        title=Trilingual(vi="Y tế", ja="救護", en="Medical help"),
        text=Trilingual(
            vi="Có người mệt hoặc bị thương, xin gọi nhân viên gần nhất hoặc đến khu y tế (phương án mẫu).",
            ja="体調を崩された方、けがをされた方は、お近くの係員か救護エリアへ（サンプル計画）。",
            en="If someone feels ill or is hurt, call the nearest member of staff or go to first aid (sample plan).",
        ),
        more=Trilingual(
            vi="Xin mang theo thuốc dùng hằng ngày và uống đủ nước. Nếu chỗ đứng quá đông, khó thở, xin ra phía ngoài "
            "từ từ và giơ tay gọi người giúp.",
            ja="常用のお薬をお持ちになり、水分をこまめにおとりください。混雑で息苦しいと感じたら、無理をせず外側へ移動し、"
            "手を挙げて助けをお求めください。",
            en="Please bring the medicine you take every day, and drink enough. If it gets too crowded where you stand, "
            "move slowly outwards and raise a hand for help.",
        ),
    ),
)
