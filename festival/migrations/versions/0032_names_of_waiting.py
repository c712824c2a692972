"""names of waiting parties in the form that the desk searches

Revision: 0032, after 0031.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

waiting = sa.table(
    "waiting",
    sa.column("registration_id", sa.Integer),
    sa.column("names", sa.JSON),
    sa.column("names_folded", sa.Text),
)


def upgrade() -> None:
    op.add_column("waiting", sa.Column("names_folded", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    for number, names in connection.execute(sa.select(waiting.c.registration_id, waiting.c.names)).all():
        connection.execute(
            sa.update(waiting)
            .where(waiting.c.registration_id == number)
            .values(names_folded="\n".join(map(_bare, names or ())))
        )
    with op.batch_alter_table("waiting") as batch:
        batch.alter_column("names_folded", existing_type=sa.Text(), existing_nullable=False, server_default=None)


def _bare(name: str) -> str:
    """Return a name in small letters without accents; a name that is written anew gets the application's own form."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold())
    bare = "".join(c for c in apart if unicodedata.category(c) != "Mn" or c in "\u3099\u309a")
    joined = unicodedata.normalize("NFC", bare).replace("đ", "d").replace("髙", "高").replace("﨑", "崎")
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in joined)


def downgrade() -> None:
    op.drop_column("waiting", "names_folded")
