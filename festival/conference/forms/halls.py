"""Halls at the desk: seats of a session, and what counts as attendance."""

from wtforms import HiddenField, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import StopValidation

from festival.conference.labels.halls import basis_labels, kind_labels
from festival.conference.types.halls import Basis, DelegateKind, Kinds, SeatTerms, TermsContent
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.forms.fields import Between, Title, Whole
from festival.web.forms import AtMost, Form, Optional, Text, choices
from festival.web.locale import gettext, lazy


def _kinds() -> list[tuple[str, str]]:
    return choices((str(kind), words) for kind, words in kind_labels().items())


class SeatsForm(Form):
    """How many seats a session has and whose they are; empty: as many as its event."""

    seats = Whole(lazy("Seats"), validators=[Optional(), Between(1, 5000)])
    reserved = Whole(lazy("Of these kept back"), validators=[Optional(), Between(0, 5000)])
    admits = SelectMultipleField(lazy("Only for"), choices=_kinds, validators=[Optional()])
    kept_for = SelectMultipleField(lazy("Seats kept back are for"), choices=_kinds, validators=[Optional()])

    def validate_reserved(self, field: IntegerField) -> None:
        """No more than there are."""
        if field.data and field.data > (self.seats.data or 0):
            raise StopValidation(gettext("More seats cannot be kept back than there are."))

    def validate_admits(self, field: SelectMultipleField) -> None:
        """It is said for whom seats are where they are counted."""
        if field.data and not self.seats.data:
            raise StopValidation(gettext("Please enter how many seats there are first."))

    def validate_kept_for(self, field: SelectMultipleField) -> None:
        """Kept for somebody who may come at all, and there is something to keep."""
        if not field.data:
            return
        if not self.reserved.data:
            raise StopValidation(gettext("Please enter how many seats are kept back for them."))
        if self.admits.data and not set(field.data) <= set(self.admits.data):
            raise StopValidation(
                gettext(
                    "Seats can only be kept back for those for whom the session is. Please tick them above too."
                )
            )

    def show(self, terms: SeatTerms | None) -> None:
        """Fill the form."""
        if terms is None:
            return
        self.seats.data, self.reserved.data = terms.seats, terms.reserved
        self.admits.data, self.kept_for.data = _words(terms.admits), _words(terms.kept_for)

    @property
    def terms(self) -> SeatTerms | None:
        """What was typed; None where the session takes as many as its event."""
        if not self.seats.data:
            return None
        return SeatTerms(
            self.seats.data, self.reserved.data or 0, _read(self.admits.data), _read(self.kept_for.data)
        )


class TermsForm(Form):
    """What counts as attendance, and who issues certificates. `version` is the one it was made from."""

    version = HiddenField()
    share = Whole(lazy("A session counts from (percent of its length)"), validators=[Between(1, 100)])
    basis = SelectField(
        lazy("A certificate is measured by"),
        choices=lambda: choices((str(k), v) for k, v in basis_labels().items()),
    )
    least = Whole(lazy("A certificate is due from (percent or minutes)"), validators=[Between(1, 1440)])
    issuer_vi = Title(lazy("Issued by, in Vietnamese"), validators=[AtMost(160)], render_kw={"lang": "vi"})
    issuer_ja = Title(lazy("Issued by, in Japanese"), validators=[AtMost(160)], render_kw={"lang": "ja"})
    issuer_en = Title(lazy("Issued by, in English"), validators=[AtMost(160)], render_kw={"lang": "en"})
    signatory = Text(lazy("Signed by"), validators=[AtMost(120)])
    position_vi = Title(lazy("Position, in Vietnamese"), validators=[AtMost(160)], render_kw={"lang": "vi"})
    position_ja = Title(lazy("Position, in Japanese"), validators=[AtMost(160)], render_kw={"lang": "ja"})
    position_en = Title(lazy("Position, in English"), validators=[AtMost(160)], render_kw={"lang": "en"})
    place_vi = Title(lazy("Place, in Vietnamese"), validators=[AtMost(80)], render_kw={"lang": "vi"})
    place_ja = Title(lazy("Place, in Japanese"), validators=[AtMost(80)], render_kw={"lang": "ja"})
    place_en = Title(lazy("Place, in English"), validators=[AtMost(80)], render_kw={"lang": "en"})

    def validate_share(self, field: IntegerField) -> None:
        """A number."""
        _number(field)

    def validate_least(self, field: IntegerField) -> None:
        """A number that can be reached."""
        _number(field)
        if self.basis.data == Basis.SHARE and field.data and field.data > 100:
            raise StopValidation(gettext("Please enter a number from %(low)d to %(high)d.", low=1, high=100))

    def validate_issuer_vi(self, _field: Title) -> None:
        """Somebody issues it."""
        if not any(self[f"issuer_{code}"].data for code in LANGUAGES):
            raise StopValidation(gettext("Please enter who issues certificates, in one language at least."))

    def show(self, content: TermsContent, version: int) -> None:
        """Fill the form."""
        self.version.data, self.share.data = str(version), content.share
        self.basis.data, self.least.data = str(content.basis), content.least
        self.signatory.data = content.signatory
        for code in LANGUAGES:
            for name in ("issuer", "position", "place"):
                self[f"{name}_{code}"].data = getattr(content, name).exact(code)

    @property
    def content(self) -> TermsContent:
        """What was typed."""
        return TermsContent(
            self.share.data or 1, Basis(self.basis.data), self.least.data or 1, self._said("issuer"),
            self.signatory.data or "", self._said("position"), self._said("place"),
        )  # fmt: skip

    def _said(self, name: str) -> Trilingual:
        return Trilingual(**{code: self[f"{name}_{code}"].data or "" for code in LANGUAGES})


def _words(kinds: Kinds) -> list[str]:
    return [str(kind) for kind in kinds]


def _read(words: list[str] | None) -> Kinds:
    return frozenset(DelegateKind(word) for word in words or ())


def _number(field: IntegerField) -> None:
    if field.data is None and not field.errors:
        raise StopValidation(gettext("Please enter a whole number."))
