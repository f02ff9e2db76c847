"""Whoever signs a plan, and whoever it is about, reads words: no name of a model, no bare code."""

import pytest
from django.utils.translation import override

from klantkluis.core.retention import RULES
from klantkluis.foundation.records import all_records
from klantkluis.privacy.erasing.words import KINDS, LAWS, law_name

LAWS_OF_TERMS = {rule.law for rule in RULES.values() if rule.law}


def test_each_kind_of_record_has_a_name():
    assert {record.model for record in all_records()} - set(KINDS) == set()


def test_each_law_of_a_term_is_cited():
    assert LAWS_OF_TERMS - set(LAWS) == set()


@pytest.mark.parametrize("law", sorted(LAWS))
def test_a_law_is_cited_in_dutch(law):
    with override("nl"):
        assert law_name(law) != law
    with override("en"):
        assert law_name(law)
