"""What the office keeps of the people who work in it, and of the apps that it stands on."""

from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term
from klantkluis.office.expiring import EXPIRING

__all__ = ["EXPIRING", "PERSONAL_FIELDS", "PLAIN_COLUMNS"]


def _staff(field: str, category: str, term: Term = Term.STAFF) -> PersonalField:
    return PersonalField(
        field, category, "dpv:PersonnelManagement", LegalBasis.LEGITIMATE_INTEREST, term
    )


def _security(field: str, category: str) -> PersonalField:
    return PersonalField(
        field, category, "dpv:EnforceSecurity", LegalBasis.LEGITIMATE_INTEREST, Term.SECURITY
    )


PERSONAL_FIELDS = (
    _staff("Staff.uid", "dpv-pd:Identifier"),
    _staff("Staff.username", "dpv-pd:Username"),
    _staff("Staff.display_name", "dpv-pd:Name"),
    _staff("Staff.password", "dpv-pd:Authenticating"),
    _staff("Staff.language", "dpv-pd:Language"),
    _staff("StaffRole.role", "dpv-pd:Professional"),
    _security("Staff.last_login", "dpv-pd:ServiceConsumptionBehaviour"),
    _staff("Staff.closed_at", "dpv-pd:Professional"),
    _security("Staff.created_at", "dpv-pd:ServiceConsumptionBehaviour"),
    _security("Invitation.code_hash", "dpv-pd:Authenticating"),
    _security("StaffSession.session_key", "dpv-pd:Identifier"),
    _security("StaffSession.session_data", "dpv-pd:ServiceConsumptionBehaviour"),
    _security("StaffSession.started_at", "dpv-pd:ServiceConsumptionBehaviour"),
    _security("StaffSession.seen_at", "dpv-pd:ServiceConsumptionBehaviour"),
    _security("StaffSession.address", "dpv-pd:IPAddress"),
    _security("StaffSession.browser", "dpv-pd:BrowserFingerprint"),
    _security("FailedLogIns.subject", "dpv-pd:Identifier"),
    *(
        PersonalField(
            f"{table}.{name}",
            "dpv-pd:Contact",
            "dpv:CustomerManagement",
            LegalBasis.CONTRACT,
            Term.IMPORT,
        )
        for table in ("import_file", "product_file")
        for name in ("key", "name", "media_type", "size")
    ),
    PersonalField(
        "ImportFile.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.IMPORT,
    ),
)

PLAIN_COLUMNS = (
    PlainColumns(
        "Staff", ("id", "theme", "single_keys", "is_active"), "how the screen looks and answers"
    ),
    PlainColumns("StaffRole", ("id", "staff_id"), "numbers of rows"),
    PlainColumns("Invitation", ("id", "staff_id", "expires_at"), "until when a code works"),
    PlainColumns("StaffSession", ("expire_date", "staff_id"), "until when a session works"),
    PlainColumns(
        "FailedLogIns", ("failures", "last_at", "wait_until"), "how long a guesser has to wait"
    ),
    PlainColumns(
        "ImportFile",
        ("id", "uid", "rev", "schema", "sealed", "what", "file_class", "contents", "job_uid",
         "rows", "counts", "good_rows_only", "complete_known", "language", "result", "lookalikes",
         "created_at", "read_at", "previewed_at", "asked_at", "imported_at"),
        "how far an import is and how many rows it has; the file and its name are sealed",
    ),
    PlainColumns(
        "ImportPart", ("id", "file_id", "kind", "number", "contents"),
        "what was made of the file, sealed with a key derived from its own",
    ),
    PlainColumns(
        "ChoreRun", ("id", "chore", "began_at", "ended_at", "outcome", "count", "found"),
        "what was checked or removed at night, and which rows are broken, by their numbers",
    ),
    PlainColumns(
        "auth.Permission", ("id", "name", "content_type_id", "codename"), "not used by the office"
    ),
    PlainColumns("auth.Group", ("id", "name"), "not used by the office"),
    PlainColumns("contenttypes.ContentType", ("id", "app_label", "model"), "names of tables"),
    PlainColumns(
        "django_tasks_database.DBTaskResult",
        ("id", "status", "enqueued_at", "started_at", "finished_at", "args_kwargs", "priority",
         "task_path", "worker_ids", "queue_name", "backend_name", "run_after", "return_value",
         "exception_class_path", "traceback"),
        "jobs in the background, whose arguments are numbers of rows only",
    ),
)  # fmt: skip
