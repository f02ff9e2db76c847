"""What the tests of the imports do again and again: upload, choose, ask, work."""

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


def upload(
    client: Client, content: str | bytes, what: str = "customers", name: str = "k.csv", **how
):
    data = content.encode() if isinstance(content, str) else content
    return client.post("/imports/", {"what": what, "file": SimpleUploadedFile(name, data)}, **how)


def text(answer) -> str:
    return answer.content.decode()


def chosen(client: Client, row: ImportFile, **changes: str) -> dict[str, str]:
    """Give what the form of the columns sends when nothing but these is touched."""
    form = client.get(f"/imports/{row.uid}/columns/").context["form"]
    return {**{name: form[name].value() or "" for name in form.fields}, **changes}


def previewed(
    client: Client, content: str | bytes, what: str = "customers", **changes: str
) -> ImportFile:
    """Upload a file and take its columns as they were recognised."""
    upload(client, content, what)
    row = ImportFile.objects.latest("pk")
    client.post(f"/imports/{row.uid}/columns/", chosen(client, row, **changes))
    row.refresh_from_db()
    return row


def ask(client: Client, row: ImportFile, which: str = "all", **more: str):
    return client.post(f"/imports/{row.uid}/", {"which": which, "language": "nl", **more})


def worked() -> str:
    """Do the newest job, as the worker would."""
    return run_job.func(str(Job.objects.latest("pk").uid))
