"""The part of a form that says how somebody is reached: a phone or a mail that can exist, and a language."""

from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from festival.core.trilingual import Language, as_language
from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.types import Reach
from festival.web.locale import gettext, language


class ContactChecks:
    """Checks of the fields `phone`, `mail` and `language` of a form, and what they say together."""

    phone: Any
    mail: Any
    language: Any

    def validate_phone(self, field: Field) -> None:
        """A phone or a mail; a phone that can exist."""
        if not field.data:
            if not self.mail.data:
                raise ValidationError(
                    gettext(
                        "Please enter a phone number or a mail address, so that you can find your tickets again."
                    )
                )
            return
        if normal_phone(field.data, language()) is None:
            raise ValidationError(
                gettext(
                    "This phone number cannot be right. Please check it, for example 0912 345 678 or +81 90 1234 5678."
                )
            )

    def validate_mail(self, field: Field) -> None:
        """An address that can be one."""
        if field.data and normal_mail(field.data) is None:
            raise ValidationError(
                gettext("This mail address cannot be right. Please check it, for example ten@vidu.example.")
            )

    def validate_language(self, field: Field) -> None:
        """One of the three."""
        if as_language(field.data) is None:
            raise ValidationError(gettext("Please choose a language."))

    def reach(self, reader: Language) -> Reach:
        """Return what the validated fields say, in the form it is stored in."""
        return Reach(
            phone=normal_phone(self.phone.data, reader) if self.phone.data else None,
            mail=normal_mail(self.mail.data) if self.mail.data else None,
            language=as_language(self.language.data) or reader,
        )
