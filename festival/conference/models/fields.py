"""The fields of the conference."""

from sqlalchemy import Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from festival.conference.types.fields import Field, FieldContent
from festival.core.db import Base
from festival.core.trilingual import Trilingual


class FieldRow(Base):
    """A field: processing industry, agriculture, … `submission` is the form it came from."""

    __tablename__ = "fields"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[Trilingual]
    summary: Mapped[Trilingual]
    text: Mapped[Trilingual]
    icon: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(SmallInteger)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)

    @property
    def field(self) -> Field:
        """Return it as pages show it."""
        return Field(
            self.id, self.slug, FieldContent(self.name, self.summary, self.text, self.icon), self.position
        )
