"""What the desk's one search field understands."""

import pytest

from festival.registration.rules.searching import Sought, sought


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Nguyễn Thuỳ", Sought(words=("nguyen", "thuy"))),
        ("đ", Sought(words=("d",))),
        ("花", Sought(words=("花",))),
        ("髙﨑花子", Sought(words=("高崎花子",), run_on="高崎花子")),
        ("ｶﾅ", Sought(words=("かな",), run_on="かな")),
        ("  ", Sought()),
        ("47T-R6X3", Sought(words=("47t-r6x3",), code="47TR6X3")),
        ("0912 345 678", Sought(phone_end="912345678")),
        ("+84 912 345 678", Sought(phone_end="84912345678")),
        ("345", Sought()),
        ("1234567", Sought(code="1234567", phone_end="1234567")),
        ("Lan@Gia-Dinh", Sought(mail="lan@gia-dinh")),
        ("100%", Sought(words=("100%",))),
    ],
)
def test_what_a_text_means(text: str, meant: Sought) -> None:
    assert sought(text) == meant
