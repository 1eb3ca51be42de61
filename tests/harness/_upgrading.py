"""The upgrade of a stored record to a version that does not exist yet, as one more workflow of the harness."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from models.errors import StoreError
from models.store import open_record, schema
from models.store.copying import verify_file
from tests.harness._base import NAME, Said, Say, Workflow, check_record, rows_of_template, saying
from tests.store import makers
from tests.store.makers import NOW

FIXTURES = Path(__file__).parents[1] / "store" / "fixtures"
MORE = "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT"
COPY_MORE = "CREATE TABLE titles (serial INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT"


@contextlib.contextmanager
def next_version() -> Iterator[None]:
    """Pretend that there is one version more than the last released one, whose migration makes and fills two tables."""
    from sqlite_utils import Database, Migrations

    from models.store import upgrade

    migrations = Migrations(schema.MIGRATION_SET)
    migrations._migrations = list(upgrade.migrations._migrations)

    @migrations(name="add_more")
    def _add_more(db: Database) -> None:
        db.execute(MORE)
        db.execute(COPY_MORE)
        db.execute("INSERT INTO titles SELECT serial, title FROM journal")

    items = {("table", "more", "more", MORE), ("table", "titles", "titles", COPY_MORE)}
    was = schema.EXPECTED, schema.MIGRATIONS, schema.VERSION, upgrade.migrations
    version = schema.VERSION + 1
    schema.EXPECTED = {**schema.EXPECTED, version: schema.EXPECTED[schema.VERSION] | items}
    schema.MIGRATIONS, schema.VERSION = (*schema.MIGRATIONS, "add_more"), version
    upgrade.migrations = migrations
    try:
        yield
    finally:
        schema.EXPECTED, schema.MIGRATIONS, schema.VERSION, upgrade.migrations = was


def upgrading(fixture: Path) -> Workflow:
    """The upgrade of one stored fixture."""

    def prepare(folder: Path) -> None:
        shutil.copy(fixture, folder / NAME)

    def act(folder: Path, say: Say) -> None:
        with next_version():
            try:
                with open_record(folder / NAME, backups=folder / "Backups") as store:
                    say("upgraded", chain=store._found.seal.chain.hex())
                    saying(store, say, lambda: store.append(makers.prices(store.record, 1, date(2010, 1, 4)), NOW))
            except StoreError as error:
                say("not_opened", kind=error.kind, text=str(error))

    def check(folder: Path, template: Path, said: Said) -> list[str]:
        known = rows_of_template(template)
        found: list[str] = []
        backups = [path for path in (folder / "Backups").glob("*.strikebook") if not path.name.startswith(".")]
        done = any(one["what"] == "upgraded" for one in said)
        if done and len(backups) != 1:
            found.append("the copy made before the upgrade is not there")
        for path in backups:
            with contextlib.suppress(StoreError):
                verify_file(path)
                continue
            found.append("the copy made before the upgrade does not verify")
        with next_version():
            return found + check_record(folder / NAME, known, said)

    return Workflow(f"upgrade {fixture.stem}", prepare, act, check)
