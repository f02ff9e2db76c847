"""Template filters of jobs."""

from django import template

from klantkluis.office.jobs.kinds import title_of

register = template.Library()


@register.filter
def job_title(kind: str) -> str:
    """Give the name of a kind of job."""
    return title_of(kind)
