"""Importing: the file, its columns, the preview, the work and the result."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from klantkluis.foundation.models import Job
from klantkluis.office.imports.models import ImportFile
from klantkluis.office.jobs.worker import run_job

CSV = """klantnummer;naam;adres;postcode;plaats;land;e-mail;wachtwoord;geboortedatum
1;Els van der Berg;Dorpsstraat 12a;1234AB;Ede;NL;els@example.nl;geheim;1-2-1980
2;Jan de Vries;Kade 5;1011 AB;Amsterdam;NL;jan@example.nl;;
"""
WRONG = CSV + "3;;;;;;;;\n4;Kees Kees;Laan 3;1234AB;Ede;NL;NL91ABNA0417164300;;\n"
PRODUCTS = "artikelnummer;naam;prijs\nA1;Theepot;12,50\nA2;Kopje;4,95\n"
LOCKED = {"headers": {"HX-Request": "true"}}


def upload(
    client: Client, content: str | bytes, what: str = "customers", name="klanten.csv", **how
):
    data = content.encode() if isinstance(content, str) else content
    return client.post("/imports/", {"what": what, "file": SimpleUploadedFile(name, data)}, **how)


def text(answer) -> str:
    return answer.content.decode()


def columns_of(row: ImportFile) -> str:
    return f"/imports/{row.uid}/columns/"


def chosen(client: Client, row: ImportFile, **changes: str) -> dict[str, str]:
    """Give what the form of the columns sends when nothing is touched."""
    form = client.get(columns_of(row)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    return {**sent, **changes}


def previewed(client: Client, content: str, what: str = "customers", **changes: str) -> ImportFile:
    upload(client, content, what)
    row = ImportFile.objects.latest("pk")
    answer = client.post(columns_of(row), chosen(client, row, **changes))
    assert answer.status_code == 302, text(answer)
    row.refresh_from_db()
    return row


def ask(client: Client, row: ImportFile, which: str = "all", **more: str):
    return client.post(f"/imports/{row.uid}/", {"which": which, "language": "nl", **more})


def worked() -> str:
    """Do the newest job, as the worker would."""
    return run_job.func(str(Job.objects.latest("pk").uid))


def test_x(as_locked_owner):
    answer = upload(as_locked_owner, CSV, **LOCKED)
    assert answer.status_code == 422
