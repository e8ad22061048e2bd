"""Every no has one code, one family, one line in docs/refusals.md."""

import re
from collections import defaultdict

from django.core.management import call_command

from marketplace.web import refusal_list


def test_the_checked_in_table_is_what_the_code_says():
    call_command("refusals", "--check")


def test_two_classes_share_a_code_only_when_one_is_a_kind_of_the_other():
    by_code = defaultdict(list)
    for refusal in refusal_list.classes():
        by_code[refusal.code].append(refusal)

    strangers = {}
    for code, sharing in by_code.items():
        roots = [one for one in sharing if not any(other is not one and issubclass(one, other) for other in sharing)]
        if len(roots) > 1 and any("code" in one.__dict__ for one in roots):
            strangers[code] = roots
    assert strangers == {}


def test_a_code_belongs_to_one_family():
    families = defaultdict(set)
    for line in refusal_list.lines():
        families[line.code].add(line.family)

    assert {code: family for code, family in families.items() if len(family) > 1} == {}


def test_codes_are_words_in_capitals():
    assert [line.code for line in refusal_list.lines() if not re.fullmatch(r"[A-Z][A-Z0-9_]*", line.code)] == []


def test_every_refusal_says_something_to_the_person():
    assert [line for line in refusal_list.lines() if len(line.sentence) < 10] == []
