"""The sample edition is loaded whenever somebody looks at the system: weeks before, in the evening of the festival, for a past year."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from festival import sample
from festival.conference.models import SpeakerRow
from festival.conference.types.speaking import SpeakerState
from festival.core.clock import LOCAL
from festival.core.transaction import current, writing
from festival.registration.models import Registration
from tests.support.apps import FakeClock

EVENING = datetime(2028, 11, 17, 23, 30, tzinfo=LOCAL)


@pytest.mark.parametrize("moment", [EVENING - timedelta(days=200), EVENING - timedelta(days=5), EVENING])
def test_the_sample_is_loaded_whenever_that_is(
    sqlite_app: Flask, fake_clock: FakeClock, moment: datetime
) -> None:
    fake_clock.set(moment)
    with sqlite_app.app_context():
        with writing() as session:
            loaded = sample.load(session, year=None, now=moment)
        assert loaded.edition == 2028
        assert loaded.pairing
        states = dict(
            current().execute(select(SpeakerRow.state, func.count()).group_by(SpeakerRow.state)).all()
        )
        assert states[SpeakerState.ACCEPTED] >= 1
        assert states[SpeakerState.SENT] >= 1
        assert current().scalar(select(func.count()).select_from(Registration))
