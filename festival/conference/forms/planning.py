"""A plan of the board as the desk types it, and what a reader of the board asks for."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField
from wtforms.validators import StopValidation

from festival.conference.labels.planning import kind_labels, layer_labels, status_labels
from festival.conference.rules.planning import LAYERS_OF, wrong_counts
from festival.conference.types.planning import (
    READY,
    Place,
    PlanContent,
    PlanLayer,
    PlanStatus,
    Wanted,
)
from festival.core import clock
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.forms.fields import Between, Choice, Day, Title, Whole
from festival.web.forms import AtMost, Form, Optional, Text, choices
from festival.web.locale import gettext, lazy, tr_plain

_ONE_OF = lazy("Please choose one of the list.")
_NAME, _AGENCY = AtMost(120), AtMost(160)


class PlanForm(Form):
    """A plan. `version` is the one it was made from, `submission` the form's own number."""

    version = HiddenField()
    place = Choice(lazy("Locality"), _ONE_OF, validate_choice=True, choices=[])
    layer = Choice(
        lazy("Layer"), _ONE_OF, choices=lambda: choices((str(k), v) for k, v in layer_labels().items())
    )
    name_vi = Title(lazy("Name in Vietnamese"), validators=[_NAME], render_kw={"lang": "vi"})
    name_ja = Title(lazy("Name in Japanese"), validators=[_NAME], render_kw={"lang": "ja"})
    name_en = Title(lazy("Name in English"), validators=[_NAME], render_kw={"lang": "en"})
    status = Choice(
        lazy("State"), _ONE_OF, choices=lambda: choices((str(k), v) for k, v in status_labels().items())
    )
    total = Whole(lazy("Number of plans"), default=1, validators=[Between(1, 9999)])
    ready = Whole(lazy("Of these ready"), default=0, validators=[Between(0, 9999)])
    progress = Whole(lazy("Progress in percent"), validators=[Optional(), Between(0, 100)])
    decision = Text(lazy("Number of the decision"), validators=[AtMost(80)])
    decided_on = Day(lazy("Decided on"), validators=[Optional()])
    document_url = Text(lazy("Address of the document"), validators=[Optional(), AtMost(500)])
    agency_vi = Title(lazy("Agency in Vietnamese"), validators=[_AGENCY], render_kw={"lang": "vi"})
    agency_ja = Title(lazy("Agency in Japanese"), validators=[_AGENCY], render_kw={"lang": "ja"})
    agency_en = Title(lazy("Agency in English"), validators=[_AGENCY], render_kw={"lang": "en"})
    due_on = Day(lazy("Due on"), validators=[Optional()])
    as_of = Day(lazy("Figures of"))
    is_public = BooleanField(lazy("Shown to the public"), default=True)
    why = Text(lazy("What has changed, for the history"), validators=[AtMost(300)])

    def offer(self, places: Iterable[Place]) -> None:
        """Say which localities there are."""
        self._places = {place.slug: place for place in places}
        self.place.choices = choices((slug, tr_plain(place.name)) for slug, place in self._places.items())

    def show(self, plan: PlanContent) -> None:
        """Fill the form with a plan."""
        for name in (
            "total",
            "ready",
            "progress",
            "decision",
            "decided_on",
            "document_url",
            "due_on",
            "as_of",
        ):
            self[name].data = getattr(plan, name)
        self.is_public.data = plan.is_public
        self.layer.data, self.status.data = str(plan.layer), str(plan.status)
        for code in LANGUAGES:
            self[f"name_{code}"].data = plan.name.exact(code)
            self[f"agency_{code}"].data = plan.agency.exact(code)

    def validate_as_of(self, field: Day) -> None:
        """A day that has been."""
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Please enter of which day these figures are."))
        if field.data and field.data > clock.local(clock.now()).date():
            raise StopValidation(gettext("Figures cannot be of a day that is still to come."))

    def validate_decided_on(self, field: Day) -> None:
        """A decision was made on a day that has been, and has a number."""
        if field.data and field.data > clock.local(clock.now()).date():
            raise StopValidation(gettext("A decision cannot be of a day that is still to come."))
        if field.data and not self.decision.data:
            raise StopValidation(gettext("Please enter the number of the decision too."))

    def validate_document_url(self, field: Text) -> None:
        """An address on the web, and nothing that a browser would run."""
        parts = urlsplit(field.data)
        if parts.scheme not in {"https", "http"} or not parts.hostname or " " in field.data:
            raise StopValidation(gettext("Please enter an address that begins with https://."))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Check each field, then what they say together."""
        if not super().validate(*args, **kwargs):
            return False
        place = self._places[self.place.data]
        layer = PlanLayer(self.layer.data)
        if layer not in LAYERS_OF[place.kind]:
            kind = kind_labels()[place.kind]
            self.take_errors(
                {"layer": gettext("A locality of this kind (%(kind)s) has no plan of this layer.", kind=kind)}
            )
            return False
        if wrong_counts(self.content):
            sentence = gettext(
                "More plans are ready than the state says. Choose “Completed” or “Approved” when all of them are."
            )
            self.take_errors({"ready": sentence})
            return False
        return True

    @property
    def content(self) -> PlanContent:
        """What was typed."""
        assert self.as_of.data is not None
        status = PlanStatus(self.status.data)
        total = self.total.data or 1
        return PlanContent(
            layer=PlanLayer(self.layer.data),
            name=self._three("name"),
            status=status,
            total=total,
            ready=total if status in READY else self.ready.data or 0,
            progress=self.progress.data,
            decision=self.decision.data or "",
            decided_on=self.decided_on.data,
            document_url=self.document_url.data or "",
            agency=self._three("agency"),
            due_on=self.due_on.data,
            as_of=self.as_of.data,
            is_public=bool(self.is_public.data),
        )

    def _three(self, name: str) -> Trilingual:
        return Trilingual(**{code: self[f"{name}_{code}"].data or "" for code in LANGUAGES})


def wanted(query: MultiDict[str, str], places: Iterable[Place]) -> Wanted:
    """Return what an address asks of the board; what is no word of ours asks for nothing."""
    layer, status, place = (query.get(name, "") for name in ("layer", "status", "place"))
    return Wanted(
        layer=PlanLayer(layer) if layer in set(PlanLayer) else None,
        status=PlanStatus(status) if status in set(PlanStatus) else None,
        place=place if place in {one.slug for one in places} else None,
        late=query.get("late") == "1",
    )
