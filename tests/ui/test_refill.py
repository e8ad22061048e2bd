"""What was typed is written into the one form that it was sent from, and nowhere else."""

from __future__ import annotations

from marketplace.ui.refill import refill

FORM = (
    '<form method="post" action="/a/1/"><input type="hidden" name="csrf" value="new"><input name="title" value="old">'
    '<textarea name="why" rows="2">\nold &amp; words</textarea>'
    '<select name="kind"><option value="x" selected>X</option>'
    '<option value="y">Y</option></select><input type="radio" name="say" value="yes" checked>'
    '<input type="radio" name="say" value="no"><input type="checkbox" name="tick" value="1" checked>'
    '<input type="password" name="word"><button name="go" value="1">Go</button></form>'
)
TYPED = {
    "title": ['"><script>x</script>'],
    "why": ["</textarea><b>two\nlines"],
    "kind": ["y"],
    "say": ["no"],
    "go": ["1"],
}


def filled(html: str, typed=TYPED, *, page: str = "/a/", action: str = "/a/1/") -> str:
    return refill(html, page=page, action=action, typed=typed)


def test_every_kind_of_field_is_filled_and_escaped():
    assert filled(f"<p>é\n<b>x</b></p>\n{FORM}<p>end</p>") == (
        '<p>é\n<b>x</b></p>\n<form method="post" action="/a/1/"><input type="hidden" name="csrf" value="new">'
        '<input name="title" value="&quot;&gt;&lt;script&gt;x&lt;/script&gt;">'
        '<textarea name="why" rows="2">\n&lt;/textarea&gt;&lt;b&gt;two\nlines</textarea>'
        '<select name="kind"><option value="x">X</option><option value="y" selected>Y</option></select>'
        '<input type="radio" name="say" value="yes"><input type="radio" name="say" value="no" checked>'
        '<input type="checkbox" name="tick" value="1">'
        '<input type="password" name="word"><button name="go" value="1">Go</button></form><p>end</p>'
    )


def test_hidden_fields_passwords_and_files_are_left_as_the_page_made_them():
    html = '<form method="post"><input type="hidden" name="to" value="1"><input type="password" name="word"></form>'

    assert filled(html, {"to": ["9"], "word": ["x"]}, page="/a/1/") == html


def test_another_form_or_another_address_is_not_touched():
    for html in (
        FORM.replace("/a/1/", "/a/2/"),
        FORM.replace('method="post"', 'method="get"'),
        FORM.replace('name="title"', 'name="other"'),
        FORM + FORM,
    ):
        assert filled(html) == html


def test_of_two_forms_that_send_to_one_address_the_hidden_fields_say_which():
    two = FORM.replace('"new"', '"1"') + FORM.replace('"new"', '"2"')

    first, second = filled(two, TYPED | {"csrf": ["2"]}).split("</form>")[:2]

    assert 'value="old"' in first and "&lt;script&gt;" in second
