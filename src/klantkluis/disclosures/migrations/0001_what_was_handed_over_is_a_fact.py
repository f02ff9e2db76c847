"""What was handed over, to whom, on which ground, about whom; and who is to be told more."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DisclosedSubject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("customers", "customers"),
                            ("orders", "orders"),
                            ("deliveries", "deliveries"),
                            ("quotes", "quotes"),
                            ("returns", "returns"),
                            ("invoices", "invoices"),
                            ("payments", "payments"),
                            ("statement", "statement"),
                            ("delivery_papers", "delivery_papers"),
                            ("invoice_papers", "invoice_papers"),
                            ("labels", "labels"),
                            ("e_invoice", "e_invoice"),
                            ("vat_number", "vat_number"),
                            ("access_package", "access_package"),
                            ("audit_pack", "audit_pack"),
                            ("breach_letters", "breach_letters"),
                            ("disclosures", "disclosures"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "recipient",
                    models.CharField(
                        choices=[
                            ("internal", "internal"),
                            ("tax_authority", "tax_authority"),
                            ("accountant", "accountant"),
                            ("municipality", "municipality"),
                            ("court", "court"),
                            ("carrier", "carrier"),
                            ("mail_service", "mail_service"),
                            ("access_point", "access_point"),
                            ("payment_provider", "payment_provider"),
                            ("host", "host"),
                            ("vies", "vies"),
                            ("person", "person"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("recipient_name", models.CharField(blank=True, max_length=120)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("own_use", "own_use"),
                            ("gdpr_6_1_a", "gdpr_6_1_a"),
                            ("gdpr_6_1_b", "gdpr_6_1_b"),
                            ("gdpr_6_1_c", "gdpr_6_1_c"),
                            ("gdpr_6_1_f", "gdpr_6_1_f"),
                            ("gdpr_28", "gdpr_28"),
                            ("gdpr_15_20", "gdpr_15_20"),
                            ("awr_52_53", "awr_52_53"),
                            ("wet_ob_37a", "wet_ob_37a"),
                            ("directive_369k", "directive_369k"),
                            ("regulation_904_2010_31", "regulation_904_2010_31"),
                            ("sv_126nd", "sv_126nd"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("work", "work"),
                            ("bookkeeping", "bookkeeping"),
                            ("billing", "billing"),
                            ("checking", "checking"),
                            ("tax", "tax"),
                            ("delivery", "delivery"),
                            ("figures", "figures"),
                            ("migration", "migration"),
                            ("claim", "claim"),
                            ("request", "request"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("categories", models.JSONField()),
                ("subjects", models.PositiveIntegerField()),
                ("left_out", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rectification", "rectification"),
                            ("erasure", "erasure"),
                            ("restriction", "restriction"),
                        ],
                        max_length=13,
                    ),
                ),
                ("categories", models.JSONField()),
                ("prepared_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
                ("request_uid", models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DisclosureFile",
            fields=[
                (
                    "disclosure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="disclosures.disclosure",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("whole", "Whole"), ("broken", "Broken")], max_length=6
                    ),
                ),
                ("sha256", models.BinaryField(db_index=True, max_length=32)),
                ("size", models.PositiveBigIntegerField()),
                ("rows", models.PositiveIntegerField(null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["staff_id", "what", "-id"], name="disclosure_by_staff"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["recipient", "-id"], name="disclosure_by_recipient"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["at"], name="disclosure_by_moment"),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ground__in",
                        [
                            "own_use",
                            "gdpr_6_1_a",
                            "gdpr_6_1_b",
                            "gdpr_6_1_c",
                            "gdpr_6_1_f",
                            "gdpr_28",
                            "gdpr_15_20",
                            "awr_52_53",
                            "wet_ob_37a",
                            "directive_369k",
                            "regulation_904_2010_31",
                            "sv_126nd",
                        ],
                    )
                ),
                name="disclosure_has_a_legal_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recipient__in", ["internal", "person"]),
                    models.Q(("recipient_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="disclosure_names_its_recipient",
            ),
        ),
        migrations.AddField(
            model_name="disclosedsubject",
            name="disclosure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="disclosures.disclosure",
            ),
        ),
        migrations.CreateModel(
            name="NoticeEnding",
            fields=[
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="disclosures.notice",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("mailed", "mailed"),
                            ("posted", "posted"),
                            ("phoned", "phoned"),
                            ("impossible", "impossible"),
                            ("disproportionate", "disproportionate"),
                            ("gone", "gone"),
                        ],
                        max_length=16,
                    ),
                ),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.AddField(
            model_name="notice",
            name="disclosure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="disclosures.disclosure",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosedsubject",
            constraint=models.UniqueConstraint(
                fields=("subject", "disclosure"), name="disclosure_is_about_somebody_once"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["subject"], name="notice_by_subject"),
        ),
    ]
