"""plates at barriers"""

import sqlalchemy as sa
from alembic import op

revision = "202611240100"
down_revision = "202611232240"


def upgrade() -> None:
    with op.batch_alter_table("pass", schema=None) as batch_op:
        batch_op.add_column(sa.Column("permit_id", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("passage_id", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("notes", sa.JSON(), nullable=False, server_default="[]"))

    with op.batch_alter_table("rules", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("plate_liveness", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("rules", schema=None) as batch_op:
        batch_op.drop_column("plate_liveness")

    with op.batch_alter_table("pass", schema=None) as batch_op:
        batch_op.drop_column("notes")
        batch_op.drop_column("passage_id")
        batch_op.drop_column("permit_id")
