"""Investment projects that call for capital."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.conference.models.fields import FieldRow
from festival.conference.models.planning import Locality
from festival.conference.types.projects import LegalStatus, Project, ProjectContent
from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.models.words import one_of


class ProjectRow(Base):
    """A project. `area` in square metres, `capital` in thousands of US dollars."""

    __tablename__ = "projects"
    __table_args__ = (
        one_of("status", LegalStatus),
        CheckConstraint("area > 0", name="area"),
        CheckConstraint("capital > 0", name="capital"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[Trilingual]
    summary: Mapped[Trilingual]
    field_id: Mapped[int | None] = mapped_column(ForeignKey("fields.id"), index=True)
    locality_id: Mapped[int | None] = mapped_column(ForeignKey("localities.id"), index=True)
    place: Mapped[Trilingual]
    area: Mapped[int | None] = mapped_column(BigInteger)
    capital: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(14))
    contact: Mapped[Trilingual]
    phone: Mapped[str] = mapped_column(String(40))
    mail: Mapped[str] = mapped_column(String(254))
    document_url: Mapped[str] = mapped_column(String(500))
    is_public: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int] = mapped_column(Integer)

    field: Mapped[FieldRow | None] = relationship()
    locality: Mapped[Locality | None] = relationship()

    @property
    def project(self) -> Project:
        """Return it as pages show it."""
        content = ProjectContent(
            name=self.name,
            summary=self.summary,
            field=self.field.slug if self.field else "",
            locality=self.locality.slug if self.locality else "",
            place=self.place,
            area=self.area,
            capital=self.capital,
            status=LegalStatus(self.status),
            contact=self.contact,
            phone=self.phone,
            mail=self.mail,
            document_url=self.document_url,
            is_public=self.is_public,
        )
        return Project(self.id, self.code, content, self.version)
