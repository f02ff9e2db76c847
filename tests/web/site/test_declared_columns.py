"""Each column of the site has a purpose, a legal basis and a term, or says why it needs none."""

from collections import Counter

from django.apps import apps

from klantkluis.site.personal_data import PERSONAL_FIELDS, PLAIN_COLUMNS

STORED = {
    f"{model.__name__}.{field.column}"
    for model in apps.get_app_config("site").get_models()
    for field in model._meta.concrete_fields
}
DECLARED = Counter(one.field for one in PERSONAL_FIELDS) + Counter(
    f"{columns.model}.{name}" for columns in PLAIN_COLUMNS for name in columns.columns
)


def test_every_column_is_declared_once():
    assert STORED - DECLARED.keys() == set()
    assert [column for column, times in DECLARED.items() if times > 1] == []


def test_nothing_is_declared_that_is_not_stored():
    assert DECLARED.keys() - STORED == set()


def test_purposes_and_categories_are_words_of_the_data_privacy_vocabulary():
    for one in PERSONAL_FIELDS:
        assert one.purpose.startswith("dpv:")
        assert one.category.startswith(("dpv:", "dpv-pd:"))


def test_every_plain_column_has_a_reason():
    assert [each.model for each in PLAIN_COLUMNS if len(each.reason) < 10] == []
