"""The privacy statement and the register of processing."""

from django.urls import path

from klantkluis.office.statement import register, views

app_name = "statement"
urlpatterns = [
    path("statement/", views.statement, name="statement"),
    path("statement/proofs/", views.proofs, name="proofs"),
    path("statement/runs/", views.run, name="run"),
    path("statement/publication/", views.publish, name="publish"),
    path("statement/confirmations/", views.confirm, name="confirm"),
    path("statement/versions/", views.versions, name="versions"),
    path("statement/versions/<int:number>/", views.version, name="version"),
    path("register/", register.register_page, name="register"),
    path("register/pdf/", register.pdf_file, name="register-pdf"),
    path("register/csv/", register.csv_file, name="register-csv"),
    path("register/json-ld/", register.json_file, name="register-json"),
    path("register/recipients/", register.recipients_page, name="recipients"),
    path("register/recipients/<slug:kind>/", register.recipient, name="recipient"),
    path("register/activities/<slug:activity>/", register.activity, name="activity"),
]
