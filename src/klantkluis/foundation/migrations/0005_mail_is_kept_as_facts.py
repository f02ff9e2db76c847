"""Mails, their attempts and what came of them; the server and the words they go out with."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0004_connections_that_the_owner_opened"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(editable=False, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("about_id", models.PositiveBigIntegerField()),
                ("customer_uid", models.UUIDField()),
                ("language", models.CharField(max_length=5)),
                ("queued_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="MailAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("began_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="MailDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attempts", models.PositiveIntegerField()),
                (
                    "what",
                    models.CharField(
                        choices=[("again", "Again"), ("settled", "Settled")], max_length=7
                    ),
                ),
                ("at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="MailServer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("rev", models.PositiveIntegerField(default=1)),
                ("schema", models.PositiveSmallIntegerField(default=1)),
                ("sealed", models.BinaryField(max_length=66000)),
                ("host", models.CharField(max_length=253)),
                ("port", models.PositiveIntegerField()),
                (
                    "security",
                    models.CharField(
                        choices=[("starttls", "starttls"), ("tls", "tls"), ("none", "none")],
                        max_length=8,
                    ),
                ),
                ("user", models.CharField(blank=True, max_length=254)),
                ("sender_name", models.CharField(max_length=120)),
                ("sender_address", models.CharField(max_length=254)),
                ("changed_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="MailTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=5)),
                ("version", models.PositiveIntegerField()),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("changed_at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="OpenMail",
            fields=[
                (
                    "mail",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="foundation.mail",
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("about_id", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["kind", "about_id"], name="mail_by_document"),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["customer_uid", "-id"], name="mail_by_customer"),
        ),
        migrations.CreateModel(
            name="MailOutcome",
            fields=[
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="foundation.mailattempt",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted"),
                            ("postponed", "postponed"),
                            ("refused", "refused"),
                            ("unknown", "unknown"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("connect", "connect"),
                            ("greeting", "greeting"),
                            ("starttls", "starttls"),
                            ("log_in", "log_in"),
                            ("sender", "sender"),
                            ("recipient", "recipient"),
                            ("data", "data"),
                            ("handed_over", "handed_over"),
                        ],
                        max_length=12,
                    ),
                ),
                ("code", models.PositiveSmallIntegerField(default=0)),
                ("enhanced", models.CharField(blank=True, max_length=12)),
                ("said", models.CharField(blank=True, max_length=500)),
                ("problem", models.CharField(blank=True, max_length=20)),
            ],
        ),
        migrations.AddField(
            model_name="mailattempt",
            name="mail",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.mail"
            ),
        ),
        migrations.AddField(
            model_name="maildecision",
            name="mail",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.mail"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailserver",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", 1)), name="mail_server_is_there_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailserver",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("security", "none"), _negated=True),
                    ("host__in", ["127.0.0.1", "::1", "localhost"]),
                    _connector="OR",
                ),
                name="mail_server_is_reached_in_the_open_on_this_machine_only",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailserver",
            constraint=models.CheckConstraint(
                condition=models.Q(("port__gte", 1), ("port__lte", 65535)),
                name="mail_server_has_a_port",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailtemplate",
            constraint=models.UniqueConstraint(
                fields=("kind", "language", "version"), name="mail_template_version_is_there_once"
            ),
        ),
        migrations.AddField(
            model_name="mailattempt",
            name="template",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="foundation.mailtemplate",
            ),
        ),
        migrations.AddConstraint(
            model_name="openmail",
            constraint=models.UniqueConstraint(
                fields=("kind", "about_id"), name="one_open_mail_per_document"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "accepted"), _negated=True),
                    models.Q(("code__gte", 200), ("code__lt", 300), ("step", "handed_over")),
                    _connector="OR",
                ),
                name="mail_is_accepted_by_the_word_of_the_server",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "unknown"), _negated=True),
                    ("step", "handed_over"),
                    _connector="OR",
                ),
                name="mail_is_unknown_only_after_it_was_handed_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="maildecision",
            constraint=models.UniqueConstraint(
                fields=("mail", "attempts", "what"), name="mail_decision_is_there_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="maildecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("what", "settled")),
                fields=("mail",),
                name="mail_is_settled_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailattempt",
            constraint=models.UniqueConstraint(
                fields=("mail", "number"), name="mail_attempt_is_there_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="mail_attempts_count_from_one"
            ),
        ),
    ]
