"""the part of the hall where a table of business meetings stands, in three languages

Revision: 0057, after 0056. What stood there is kept as the Vietnamese text, which others read until theirs is written.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

TABLE = "meeting_desks"


def upgrade() -> None:
    """Turn one text into three."""
    _turn(sa.String(60), sa.JSON(), lambda text: {"vi": text, "ja": "", "en": ""})


def downgrade() -> None:
    """Keep the first text that is written."""
    _turn(
        sa.JSON(),
        sa.String(60),
        lambda said: next((said[code] for code in ("vi", "en", "ja") if said.get(code)), "")[:60],
    )


def _turn(old: sa.types.TypeEngine[Any], new: sa.types.TypeEngine[Any], of: Callable[[Any], Any]) -> None:
    """Give `area` another type, each row's value made of the one it had."""
    connection = op.get_bind()
    before = sa.table(TABLE, sa.column("id", sa.Integer), sa.column("area", old))
    known = connection.execute(sa.select(before.c.id, before.c.area)).all()
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("area")
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("area", new))
    after = sa.table(TABLE, sa.column("id", sa.Integer), sa.column("area", new))
    for number, value in known:
        connection.execute(sa.update(after).where(after.c.id == number).values(area=of(value)))
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("area", existing_type=new, nullable=False)
