"""plates are kept sealed"""

import sqlalchemy as sa
from alembic import op

revision = "202611240049"
down_revision = "202611232226"


def upgrade() -> None:
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))
    # Earlier plates have a digest alone and must be issued again to open a barrier.
    op.execute(
        sa.table("credential", sa.column("sealed", sa.LargeBinary())).update().values(sealed=b"")
    )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.alter_column("sealed", existing_type=sa.LargeBinary(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_column("sealed")
