"""Sentences about the web shop, where there is one."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.privacy.statement.shapes import Grade, Section, Sentence, Shape, in_shop, proof

CART: Final = Section(
    _("This website"),
    (
        Sentence(
            id="P16.cart",
            text=_(
                "You can fill a cart and order without an account. The cart is kept in a cookie"
                " on your own device, with article numbers and nothing else."
            ),
            grade=Grade.RELEASE,
            tests=(
                proof(
                    "web/site/test_cart.py",
                    "test_the_cookie_holds_article_numbers_and_nothing_else",
                ),
            ),
        ),
        Sentence(
            id="P11.thin",
            text=_(
                "This website stores only the name and address of people who registered, and only"
                " encrypted. A copy of its disk shows nobody."
            ),
            grade=Grade.RELEASE,
            checks=("site.thin",),
            tests=(
                proof("journeys/test_stolen_site.py", "test_no_byte_of_the_site_tells_of_anybody"),
                proof(
                    "web/site/test_account_secrecy.py",
                    "test_no_table_file_or_log_line_holds_what_anybody_typed",
                ),
            ),
        ),
        Sentence(
            id="P11.messages",
            text=_(
                "What you order or write is encrypted for our office at once, and is deleted here"
                " as soon as our office has it, usually within a minute."
            ),
            grade=Grade.RELEASE,
            shape=Shape.FOLLOWS,
            tests=(
                proof(
                    "journeys/test_stolen_site.py",
                    "test_what_was_pulled_leaves_no_sealed_byte_behind",
                ),
            ),
        ),
        Sentence(
            id="P12.account",
            text=_(
                "On this website you can see, change and delete your registration yourself, at"
                " any time."
            ),
            grade=Grade.RELEASE,
            tests=(
                proof(
                    "web/site/test_account.py",
                    "test_who_registers_is_known_to_the_office_and_seen_on_the_page",
                ),
                proof(
                    "web/site/test_account.py",
                    "test_a_new_address_is_seen_at_once_and_told_to_the_office",
                ),
                proof(
                    "web/site/test_account.py",
                    "test_a_registration_is_deleted_by_its_owner_and_the_office_is_told",
                ),
            ),
        ),
        Sentence(
            id="P12.account-ends",
            text=_(
                "A registration that nobody uses ends by itself. For that we keep in which month"
                " you last logged in, and no day. Before the end we try to reach you by e-mail;"
                " logging in once is enough to keep it."
            ),
            grade=Grade.RELEASE,
            shape=Shape.FOLLOWS,
            tests=(
                proof(
                    "web/site/test_unused_accounts.py",
                    "test_the_office_hears_the_month_and_nothing_finer",
                ),
                proof(
                    "journeys/test_unused_at_the_site.py",
                    "test_two_years_later_who_logs_in_stays_and_the_others_leave_no_byte",
                ),
                proof(
                    "web/office/test_unused_accounts.py",
                    "test_who_has_an_address_hears_on_which_day_the_account_ends",
                ),
            ),
        ),
        Sentence(
            id="P9.no-tracking",
            text=_(
                "We follow nobody: no tracking cookies, no statistics by others, and no parts of"
                " other websites."
            ),
            grade=Grade.RELEASE,
            shape=Shape.FOLLOWS,
            tests=(
                proof(
                    "web/site/test_window_pages.py",
                    "test_no_page_runs_or_fetches_anything_from_elsewhere",
                ),
            ),
        ),
    ),
    holds=in_shop,
)
