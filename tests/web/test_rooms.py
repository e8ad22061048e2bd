"""Rooms: who enters which, what the menu shows, what waits."""

from __future__ import annotations

import datetime

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor, Grant
from marketplace.ui.tasks import Task
from marketplace.web import context, rooms


def holding(*roles: Role) -> Actor:
    return Actor(id=1, name="Ani", grants=frozenset(Grant(role.value, 7) for role in roles))


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_room(role):
    assert rooms.rooms_for(holding(role))


def test_a_person_with_several_roles_enters_several_rooms():
    codes = [room.code for room in rooms.rooms_for(holding(Role.ACTIVITY_OFFICER, Role.RECEIVER))]

    assert codes == ["belanja", "penerimaan"]


def test_the_room_is_in_the_address():
    actor = holding(Role.ACTIVITY_OFFICER, Role.RECEIVER)

    assert rooms.room_at("/penerimaan/12/", actor).code == "penerimaan"
    assert rooms.room_at("/pesanan/DSR-1/", actor).code == "belanja"
    assert rooms.room_at("/kasda/", actor).code == "belanja"
    assert rooms.room_at("/", Actor(id=None, name="")) is None


def test_the_menu_leaves_out_what_is_not_for_the_role():
    labels = {str(item.label) for item in rooms.BUYING if item.is_for(holding(Role.RECEIVER))}

    assert "Penerimaan" in labels and "Persetujuan" not in labels and "Keranjang" not in labels


def test_the_nearest_deadline_comes_first(monkeypatch):
    day = datetime.date(2026, 11, 20)
    waiting = [
        Task(title="tanpa batas", url="/a/"),
        Task(title="nanti", url="/b/", deadline=day + datetime.timedelta(days=3)),
        Task(title="segera", url="/c/", deadline=day),
    ]
    monkeypatch.setattr(rooms, "TASK_PROVIDERS", ("somewhere.tasks_for",))
    monkeypatch.setattr(rooms, "dotted", lambda name: lambda actor: waiting)

    assert [task.title for task in rooms.tasks_for(holding(Role.RECEIVER))] == ["segera", "nanti", "tanpa batas"]


def named_items() -> list[rooms.Item]:
    return [item for room in rooms.ROOMS for item in room.items] + list(rooms.PUBLIC_ITEMS)


@pytest.mark.parametrize("name", sorted({item.name for item in named_items()} | {room.home for room in rooms.ROOMS}))
def test_every_line_of_a_menu_leads_somewhere(name):
    try:
        reverse(name)
    except NoReverseMatch:
        pytest.fail(f"no package serves {name}")


@pytest.mark.parametrize(
    "name",
    sorted({item.count.partition("#")[0] for item in named_items() if item.count} | set(rooms.TASK_PROVIDERS)),
)
def test_every_dotted_name_of_the_table_is_a_function(name):
    assert callable(import_string(name))


@pytest.mark.urls("tests.web.pages")
def test_my_room_lists_the_rooms_of_a_person(client, people, monkeypatch):
    today = datetime.date.today()
    ani = people.person()
    people.assign(
        ani, Role.SITE_ADMIN, people.operator(), valid_from=today, valid_to=today + datetime.timedelta(days=9)
    )
    monkeypatch.setattr(rooms, "TASK_PROVIDERS", ())
    client.force_login(ani)

    page = client.get("/akun/ruang/").content.decode()

    assert "Selamat bekerja, Ani Rahmawati" in page and 'href="/pengelola/"' in page and "Orang dan peran" in page


@pytest.mark.urls("tests.web.pages")
def test_a_room_of_somebody_else_is_not_there(client, people):
    client.force_login(people.person())

    assert client.get("/akun/ruang/kasda/").status_code == 404


@pytest.mark.urls("tests.web.pages")
@pytest.mark.django_db
def test_the_theme_is_remembered_in_a_cookie_and_the_way_back_stays_on_the_site(client):
    response = client.post("/tampilan/", {"theme": "dark", "next": "https://evil.example/"})

    assert response.status_code == 303 and response["Location"] == "/"
    assert client.cookies[context.THEME_COOKIE].value == "dark"
    assert 'data-bs-theme="dark"' in client.get("/masuk/").content.decode()
    assert client.get("/tampilan/").status_code == 405


@pytest.mark.urls("tests.web.pages")
@pytest.mark.django_db
def test_the_language_is_switched_by_a_button(client):
    assert '<html lang="id"' in client.get("/masuk/", HTTP_ACCEPT_LANGUAGE="en-GB,en").content.decode()

    client.post("/bahasa/", {"language": "en", "next": "/masuk/"})

    assert '<html lang="en"' in client.get("/masuk/").content.decode()


@pytest.mark.urls("tests.web.pages")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/bantuan/", "/aksesibilitas/", "/privasi/", "/kewajaran-harga/", "/laporkan/", "/masuk/", "/daftar/"]
)
def test_pages_of_words_open_for_everybody(client, address):
    page = client.get(address)

    assert page.status_code == 200 and page.content.decode().count("<h1") == 1
    assert "style=" not in page.content.decode() and "onclick" not in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("id", "buka hari kerja 08.00"), ("en", "open on working days, 08.00")]
)
def test_the_help_page_says_its_hours_in_the_readers_language(client, language, words):
    client.cookies["bahasa"] = language

    assert words in client.get("/bantuan/").content.decode()
