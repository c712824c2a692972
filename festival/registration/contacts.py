"""Phones and mails in the one form they are stored and compared in."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from festival.core.trilingual import Language


def normal_phone(text: str, language: Language) -> str | None:
    """Return a number as +84912345678 (E.164), or None when no such number can exist."""
    regions = ["VN", "JP"] if language == "ja" else ["VN"]
    for region in regions:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def normal_mail(text: str) -> str | None:
    """Return an address in lower case, or None when it cannot be one. Nothing is looked up."""
    try:
        found = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return found.normalized.lower()


def shown_phone(number: str) -> str:
    """Return a stored number as people write it: 0912 345 678, or +81 90-1234-5678."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    form = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if parsed.country_code == 84
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, form)
