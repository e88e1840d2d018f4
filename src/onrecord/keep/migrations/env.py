"""Run by Alembic, inside the transaction that opening a record has begun."""

from alembic import context

from onrecord.keep.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
