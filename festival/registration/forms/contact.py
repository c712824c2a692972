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

    _normal_phone: str | None = None  # as they were checked: to read them is the dearest part of the form
    _normal_mail: str | None = None
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
        self._normal_phone = normal_phone(field.data, language())
        if self._normal_phone is None:
            raise ValidationError(
                gettext(
                    "This phone number cannot be right. Please check it, for example 0912 345 678 or +81 90 1234 5678."
                )
            )

    def validate_mail(self, field: Field) -> None:
        """An address that can be one."""
        self._normal_mail = normal_mail(field.data) if field.data else None
        if field.data and self._normal_mail is None:
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
            phone=self._normal_phone,
            mail=self._normal_mail,
            language=as_language(self.language.data) or reader,
        )
