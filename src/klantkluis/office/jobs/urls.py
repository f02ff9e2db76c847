"""Background jobs."""

from django.urls import path

from klantkluis.office.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<uuid:job_uid>/", views.job, name="job"),
    path("<uuid:job_uid>/runs/", views.run, name="run"),
]
