"""pictures of cars"""

import sqlalchemy as sa
from alembic import op

revision = "202611280100"
down_revision = "202611240121"


def upgrade() -> None:
    with op.batch_alter_table("rules", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("plate_pictures", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("rules", schema=None) as batch_op:
        batch_op.drop_column("plate_pictures")
